#include "core/find/archive.h"

#include <algorithm>

namespace goufang::find {

void Checksum::add(std::string_view block) {
    // Four words at a time, so that the multiplications of one do not wait for those of another.
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    mix(block.size());
    for (; block.size() >= sizeof lanes; block.remove_prefix(sizeof lanes)) {
        std::array<std::uint64_t, 4> words;
        std::memcpy(words.data(), block.data(), sizeof words);
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            lanes[i] = (lanes[i] ^ words[i]) * 0xC2B2AE3D27D4EB4FULL;
            lanes[i] ^= lanes[i] >> 31;
        }
    }
    for (const std::uint64_t lane : lanes) mix(lane);
    for (const char c : block) mix(static_cast<unsigned char>(c));
}

void Saver::put(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t room = std::min(bytes.size(), k_archive_block - m_block.size());
        m_block.append(bytes.substr(0, room));
        bytes.remove_prefix(room);
        if (m_block.size() == k_archive_block) flush();
    }
}

void Saver::flush() {
    m_sum.add(m_block);
    m_sink.write(m_block);
    m_block.clear();
}

void Saver::finish() {
    if (!m_block.empty()) flush();
    const std::uint64_t sum = m_sum.value();
    m_sink.write({reinterpret_cast<const char*>(&sum), sizeof sum});
}

bool sound(const std::string& path) {
    file::Mapped file(path);
    std::string_view bytes = file.bytes();
    std::uint64_t told = 0;
    if (bytes.size() < sizeof told) return false;
    std::memcpy(&told, bytes.data() + bytes.size() - sizeof told, sizeof told);
    bytes.remove_suffix(sizeof told);
    Checksum sum;
    for (std::size_t at = 0; at < bytes.size(); at += k_archive_block) {
        sum.add(bytes.substr(at, k_archive_block));
        file.drop_before(at);
    }
    return sum.value() == told;
}

std::size_t Loader::count(std::size_t size) {
    std::uint64_t n = 0;
    (*this)(n);
    if (n > m_left.size() / size) throw BadArchive{};
    return static_cast<std::size_t>(n);
}

} // namespace goufang::find
