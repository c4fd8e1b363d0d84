#include "build_info.h"

#ifndef POSTERN_COMMIT
#define POSTERN_COMMIT ""
#endif

const char *_Nonnull const postern_commit = POSTERN_COMMIT;
