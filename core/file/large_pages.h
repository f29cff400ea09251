#pragma once
// Memory that is jumped about in: with large pages the processor need not look up where each place is.

#include <cstddef>

namespace goufang::file {

/// Asks the system for large pages behind memory that has not been touched yet. A wish: nothing is promised.
void prefer_large_pages(void* memory, std::size_t bytes) noexcept;

} // namespace goufang::file
