#pragma once
// What the two paths of scan.h share.

#include "core/find/scan.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define GOUFANG_AVX2 1
#endif

namespace goufang::find {

inline void found(std::size_t row, const char* place, bool at_row_start, bool (*begins)(const char*),
                  const TextSink& sink) {
    sink.any->set(row);
    if (at_row_start) {
        if (sink.prefix) sink.prefix->set(row);
    } else if (sink.word_start && begins(place)) {
        sink.word_start->set(row);
    }
}

#ifdef GOUFANG_AVX2
void scan_digits_avx2(const char* begin, const char* end, std::size_t row, const DigitNeedle& needle, Bits& any);
void scan_text_avx2(const char* begin, const char* end, std::size_t row, const Needle& needle, const TextSink& sink);
void scan_sets_avx2(const char* begin, const char* end, std::size_t row, const ByteSets& sets, PlaceCall call,
                    const TextSink& sink);
#endif

} // namespace goufang::find
