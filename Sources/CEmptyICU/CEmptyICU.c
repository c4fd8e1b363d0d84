// Foundation brings 30 MB of data along for writing dates, numbers and names in some 500 languages, and for sorting by
// them. Postern writes in one language and sorts by bytes; half of its size would be that data.
//
// A program that is linked statically takes this table for it instead: a package that holds nothing, in the form that ICU
// defines (its `stubdata`). What Swift's strings need of Unicode, and ISO 8601, is code elsewhere, and stays. Whoever asks
// Foundation for more gets its "root" locale: no formatter by locale, no `localizedCompare` here.
//
// The name carries ICU's version. With a toolchain that has another one this table is unused, and the program is large
// again; `.ci/release` says so.

#include <stdint.h>

struct icu_package {
  uint16_t header_size;
  uint8_t magic[2];
  uint16_t info_size, reserved;
  uint8_t is_big_endian, charset, unit_size, unused;
  uint8_t format[4], format_version[4], data_version[4];
  uint8_t padding[8];
  uint32_t count, more;
  uint32_t nothing[4];
};

const struct icu_package icudt76_dat __attribute__((aligned(16))) = {
    .header_size = 32,
    .magic = {0xDA, 0x27},
    .info_size = 20,
    .unit_size = 2,
    .format = {'T', 'o', 'C', 'P'},
    .format_version = {1, 0, 0, 0},
};
