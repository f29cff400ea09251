#include "app/desktop/title_picture.h"

#include "core/text/utf8.h"
#include "invoice/qr/symbol.h"
#include "invoice/qr/title.h"
#include "invoice/transfer.h"

#include <algorithm>
#include <wx/image.h>

namespace goufang::desktop {

namespace {

namespace qr = invoice::qr;
namespace paste = invoice::paste;
using model::Field;

constexpr Field k_fields[] = {Field::name, Field::tax_id, Field::address, Field::phone, Field::bank, Field::account};

/// What is said of a code; empty when there is nothing to say.
std::string_view remark(const qr::Title& title) {
    if (title.kind != qr::Kind::title) return qr::problem_of(title);
    return title.crc == qr::Crc::wrong ? "qr.crc_wrong" : title.split_doubtful ? "qr.split" : "";
}

void add(PictureTitles& out, const qr::Title& title, words::Language language) {
    paste::Block block;
    for (const Field f : k_fields) {
        const std::string value = model::to_text(title.buyer, f);
        if (value.empty()) continue;
        out.text += std::string(words::field_name(language, f)) + ": ";
        const bool doubt =
            title.crc == qr::Crc::wrong || (title.split_doubtful && f != Field::name && f != Field::tax_id);
        block.fields.push_back(
            {f, value, doubt ? 0.0 : 1.0, text::count_code_points(out.text), text::count_code_points(value)});
        out.text += value + '\n';
    }
    out.text += '\n';
    out.blocks.push_back(std::move(block));
}

PictureTitles titles(qr::Reading reading, const std::vector<std::string>& texts, words::Language language) {
    PictureTitles out;
    std::vector<std::string> told;
    for (const std::string& code : texts) {
        const qr::Title title = qr::read_title(code);
        if (title.kind == qr::Kind::title) add(out, title, language);
        const std::string_view what = remark(title);
        if (what.empty() || std::find(told.begin(), told.end(), what) != told.end()) continue;
        told.emplace_back(what);
        out.note += (out.note.empty() ? "" : "\n") + words::sentence(language, what);
    }
    if (const auto problem = qr::problem_of(reading); !problem.empty()) out.note = words::sentence(language, problem);
    return out;
}

} // namespace

PictureTitles titles_in(std::string_view bytes, words::Language language) {
    std::vector<std::string> texts;
    const qr::Reading reading = qr::read_symbols(bytes, texts);
    return titles(reading, texts, language);
}

PictureTitles titles_in(const wxImage& image, words::Language language) {
    const wxImage grey = image.ConvertToGreyscale();
    const auto width = static_cast<std::size_t>(grey.GetWidth()), height = static_cast<std::size_t>(grey.GetHeight());
    std::vector<std::uint8_t> pixels(width * height);
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = grey.GetData()[3 * i];
    std::vector<std::string> texts;
    const qr::Reading reading = qr::read_symbols(pixels.data(), width, height, texts);
    return titles(reading, texts, language);
}

bool is_picture(std::string_view path) {
    std::string extension(invoice::file_extension(path));
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return extension == "png" || extension == "jpg" || extension == "jpeg";
}

} // namespace goufang::desktop
