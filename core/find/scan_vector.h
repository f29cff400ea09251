#pragma once
// What the two paths of scan.h share.

#include "core/find/alphabet.h"
#include "core/find/scan.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define GOUFANG_AVX2 1
#endif

namespace goufang::find {

/// What the byte before a place tells; Han stands for every character of more than one byte.
enum class Letters { other, han, word };
Letters kind_of_begin(char byte); ///< of the character that begins with this byte

#ifdef GOUFANG_AVX2
void scan_digits_avx2(const Blocks& blocks, const DigitNeedle& needle, Bits& any);
void scan_text_avx2(const Blocks& blocks, const Needle& needle, const TextSink& sink);
void scan_sets_avx2(const Blocks& blocks, const SetScan& sets, PlaceCall call, const TextSink& sink);
#endif

} // namespace goufang::find
