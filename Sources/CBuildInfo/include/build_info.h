#pragma once

/// The commit that the program was built from; empty for a build that was not told.
extern const char *_Nonnull const postern_commit;
