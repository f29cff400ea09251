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

std::string_view problem(qr::Reading reading) {
    switch (reading) {
    case qr::Reading::found:
        break;
    case qr::Reading::no_code:
        return "qr.no_code";
    case qr::Reading::not_an_image:
        return "qr.not_an_image";
    case qr::Reading::broken:
        return "qr.broken_image";
    case qr::Reading::too_large:
        return "qr.too_large";
    }
    return {};
}

std::string_view problem(const qr::Title& title) {
    switch (title.kind) {
    case qr::Kind::title:
        return title.crc == qr::Crc::wrong ? "qr.crc_wrong" : title.split_doubtful ? "qr.split" : "";
    case qr::Kind::wechat:
        return "qr.wechat";
    case qr::Kind::invoice:
        return "qr.invoice";
    case qr::Kind::broken:
        return title.problem;
    case qr::Kind::other:
        break;
    }
    return "qr.other";
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
    std::vector<std::string_view> told{problem(reading)};
    for (const std::string& code : texts) {
        const qr::Title title = qr::read_title(code);
        if (title.kind == qr::Kind::title) add(out, title, language);
        const std::string_view what = problem(title);
        if (what.empty() || std::find(told.begin(), told.end(), what) != told.end()) continue;
        told.push_back(what);
        out.note += (out.note.empty() ? "" : "\n") + words::sentence(language, what);
    }
    if (reading != qr::Reading::found) out.note = words::sentence(language, told.front());
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
