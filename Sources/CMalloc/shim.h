#ifndef CMALLOC_SHIM_H
#define CMALLOC_SHIM_H

/* What the Glibc module leaves out of the C library's allocator. */
#include <malloc.h>

#endif
