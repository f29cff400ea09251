// Cells by Pango itself: wx lays each text out twice, to measure and to draw, and once more for every try at an
// ellipsis.
#include "app/desktop/pieces.h"
#include "app/desktop/str.h"

#include <algorithm>
#include <memory>
#include <string>
#include <wx/dc.h>
#include <wx/fontutil.h>
#include <wx/graphics.h>

#include <pango/pangocairo.h>

namespace goufang::desktop {

namespace {

template <class T> struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};

PangoFontDescription* description(const wxFont& font) { return font.GetNativeFontInfo()->description; }

} // namespace

int draw_pieces(wxDC& dc, const Pieces& pieces, const wxRect& box, const wxFont& plain, const wxFont& bold) {
    if (pieces.empty() || box.width <= 0) return 0;
    std::string text;
    PangoAttrList* const fonts = pango_attr_list_new();
    for (const auto& [piece, matched] : pieces) {
        const auto start = static_cast<guint>(text.size());
        text += from_wx(piece);
        if (!matched) continue;
        PangoAttribute* const font = pango_attr_font_desc_new(description(bold));
        font->start_index = start;
        font->end_index = static_cast<guint>(text.size());
        pango_attr_list_insert(fonts, font);
    }
    auto* const cairo = static_cast<cairo_t*>(dc.GetGraphicsContext()->GetNativeContext());
    const std::unique_ptr<PangoLayout, Unref<PangoLayout>> layout(pango_cairo_create_layout(cairo));
    pango_layout_set_font_description(layout.get(), description(plain));
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_width(layout.get(), box.width * PANGO_SCALE);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_attributes(layout.get(), fonts);
    pango_attr_list_unref(fonts);
    int width = 0, height = 0;
    pango_layout_get_pixel_size(layout.get(), &width, &height);
    const wxColour ink = dc.GetTextForeground();
    constexpr double whole = 255;
    cairo_set_source_rgb(cairo, ink.Red() / whole, ink.Green() / whole, ink.Blue() / whole);
    cairo_move_to(cairo, box.x, box.y + (box.height - height) / 2);
    pango_cairo_show_layout(cairo, layout.get());
    return std::min(width, box.width);
}

} // namespace goufang::desktop
