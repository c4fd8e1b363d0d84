#ifndef POSTERN_CIDN2_SHIM_H
#define POSTERN_CIDN2_SHIM_H

/* Debian and Ubuntu: libidn2-dev */
#include <idn2.h>

#endif
