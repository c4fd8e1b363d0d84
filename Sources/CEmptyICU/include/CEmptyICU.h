#pragma once

/// Unicode data for formatting by locale, without anything in it: see `CEmptyICU.c`.
