#ifndef POSTERN_CPCRE2_SHIM_H
#define POSTERN_CPCRE2_SHIM_H

/* Debian and Ubuntu: libpcre2-dev. The width must be known before the header is read: it names the functions. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
