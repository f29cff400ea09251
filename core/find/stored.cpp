#include "core/find/stored.h"

#include "core/file/file.h"
#include "core/find/archive.h"
#include "core/find/mnemonic.h"
#include "core/find/state.h"
#include "core/text/errors.h"

#include <exception>
#include <filesystem>

namespace goufang::find {

namespace {

struct Header {
    std::uint64_t magic = 0x31584449'46554F47ULL; ///< "GOUFIDX1"; another byte order gives another number
    std::uint64_t version = 8; ///< raised with every change of what a segment holds, or of what its rows answer
    std::uint64_t readings = readings_digest();
    bool operator==(const Header&) const = default;
};

} // namespace

void save(const State& state, const std::string& mark, const std::string& path) noexcept {
    try {
        const std::filesystem::path target = file::to_path(path);
        std::filesystem::create_directories(target.parent_path());
        file::AtomicFile out(path);
        Saver saver(out);
        saver(Header{});
        saver(mark);
        saver(state.categories->ids);
        saver(std::uint64_t{state.live});
        saver(std::uint64_t{state.pieces.size()});
        for (const Piece& piece : state.pieces) {
            saver(*piece.segment);
            saver(piece.marks->dead);
            saver(piece.marks->picked);
            saver(std::uint64_t{piece.marks->dead_count});
            saver(piece.marks->ready);
        }
        saver.finish();
        out.commit();
        std::filesystem::permissions(target, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    } catch (const std::exception&) { // no cache folder, a full disk: the next start reads the buyers
    }
}

std::optional<std::string> restore(Index& index, const std::string& path) {
    try {
        if (!sound(path)) return std::nullopt;
        file::Mapped bytes(path);
        Loader load(bytes.bytes());
        Header header;
        load(header);
        if (header != Header{}) return std::nullopt;
        std::string mark;
        load(mark);
        State state;
        auto categories = std::make_shared<Categories>();
        load(categories->ids);
        for (std::uint32_t n = 0; n < categories->ids.size(); ++n) categories->numbers[categories->ids[n]] = n;
        categories->codes.resize(categories->ids.size());
        state.categories = std::move(categories);
        state.picks = std::make_shared<Picks>();
        std::uint64_t live = 0, pieces = 0;
        load(live);
        load(pieces);
        state.live = static_cast<std::size_t>(live);
        for (; pieces > 0; --pieces) {
            auto segment = std::make_shared<Segment>();
            auto marks = std::make_shared<Marks>();
            std::uint64_t dead = 0;
            load(*segment);
            load(marks->dead);
            load(marks->picked); // the answers that are ready stand for these, until the registry's are set
            load(dead);
            load(marks->ready);
            marks->dead_count = static_cast<std::size_t>(dead);
            state.pieces.push_back({std::move(segment), std::move(marks)});
            bytes.drop_before(bytes.bytes().size() - load.left() -
                              sizeof(std::uint64_t)); // it stands in memory once, not twice
        }
        if (load.left() != 0) return std::nullopt;
        index.adopt(std::move(state));
        return mark;
    } catch (const BadArchive&) {
    } catch (const Error&) {
    }
    return std::nullopt;
}

} // namespace goufang::find
