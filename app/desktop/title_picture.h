#pragma once
// Invoice titles out of pictures of QR codes, as the paste dialog confirms them. No widgets.

#include "app/words/words.h"
#include "invoice/paste/blocks.h"

#include <string>
#include <string_view>
#include <vector>

class wxImage;

namespace goufang::desktop {

struct PictureTitles {
    std::string text; ///< what the codes say, one labelled line a field
    std::vector<invoice::paste::Block> blocks;
    std::string note; ///< why there is none, or what to look at; "" = all well
};

/// `bytes` of a PNG or JPEG file.
PictureTitles titles_in(std::string_view bytes, words::Language language);
/// The clipboard's picture.
PictureTitles titles_in(const wxImage& image, words::Language language);
/// By the file's name: one that is read here and not by the import wizard.
bool is_picture(std::string_view path);

} // namespace goufang::desktop
