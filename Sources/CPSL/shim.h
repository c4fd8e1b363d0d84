#ifndef POSTERN_CPSL_SHIM_H
#define POSTERN_CPSL_SHIM_H

/* Debian and Ubuntu: libpsl-dev */
#include <libpsl.h>

#endif
