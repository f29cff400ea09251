// Cells by Pango itself: wx lays each text out twice, to measure and to draw, and once more for every try at an
// ellipsis. Most cells hold Chinese, digits and marks alone, whose characters never change one another's shape: for
// these each character is laid out once and its glyph kept, and a screen of rows is painted in a few milliseconds.
#include "app/desktop/pieces.h"
#include "app/desktop/str.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <wx/dc.h>
#include <wx/fontutil.h>
#include <wx/graphics.h>

#include <gdk/gdk.h>
#include <pango/pangocairo.h>

namespace goufang::desktop {

namespace {

template <class T> struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref<PangoLayout>>;

/// Dots per inch of text, which a person may have set larger; Pango by itself would draw at the usual size.
double resolution() {
    constexpr double usual = 96;
    const double set = gdk_screen_get_resolution(gdk_screen_get_default());
    return set > 0 ? set : usual;
}

Layout new_layout(cairo_t* cairo) {
    Layout layout(pango_cairo_create_layout(cairo));
    pango_cairo_context_set_resolution(pango_layout_get_context(layout.get()), resolution());
    pango_layout_context_changed(layout.get());
    return layout;
}

PangoFontDescription* description(const wxFont& font) { return font.GetNativeFontInfo()->description; }

/// The writing that digits and marks belong to; Pango chooses their font by it.
enum class Script : std::uint8_t { none, latin, han, mixed };

bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// `mixed` for a character that may be shaped by its neighbours.
Script script_of(char32_t c) {
    if (within(c, U'A', U'Z') || within(c, U'a', U'z')) return Script::latin;
    if (within(c, U' ', U'~') || c == U'·' || within(c, U'‐', U'‧') || within(c, U'　', U'〃') ||
        within(c, U'〈', U'】') || within(c, U'！', U'＠') || within(c, U'✓', U'✘'))
        return Script::none;
    if (within(c, 0x3400, 0x9fff) || within(c, 0xf900, 0xfaff) || within(c, 0x20000, 0x3fffd)) return Script::han;
    return Script::mixed;
}

/// Of the whole text. Pairs of Latin letters may be kerned, but for a font whose characters are all of one width.
Script script_of(const Pieces& pieces, const wxFont& font) {
    Script all = Script::none;
    bool letter = false;
    for (const auto& [text, matched] : pieces)
        for (const wxUniChar c : text) {
            const Script one = script_of(static_cast<char32_t>(c.GetValue()));
            if (one == Script::mixed) return Script::mixed;
            if (one == Script::latin && letter && !font.IsFixedWidth()) return Script::mixed;
            letter = one == Script::latin;
            if (one == Script::none) continue;
            if (all != Script::none && all != one) return Script::mixed;
            all = one;
        }
    return all;
}

struct Glyph {
    PangoFont* font = nullptr; ///< kept for good; none for a blank
    unsigned long number = 0;
    int width = 0, ascent = 0, descent = 0; ///< Pango units
    bool known = false;                     ///< false: the text must be laid out
};

/// The glyphs of one font, looked up when first asked for.
class GlyphTable {
  public:
    const Glyph& find(cairo_t* cairo, const PangoFontDescription* font, Script script, char32_t c) {
        auto& glyphs = m_glyphs[static_cast<std::size_t>(script)];
        const auto at = glyphs.find(c);
        return at != glyphs.end() ? at->second : glyphs.emplace(c, look_up(cairo, font, script, c)).first->second;
    }

  private:
    Glyph look_up(cairo_t* cairo, const PangoFontDescription* font, Script script, char32_t c) {
        constexpr std::array before = {"", "A", "中"}; // so that a digit belongs to this script
        std::string text = before[static_cast<std::size_t>(script)];
        const int start = static_cast<int>(text.size());
        text += from_wx(wxString(wxUniChar(static_cast<std::uint32_t>(c))));
        if (!m_layout) {
            m_layout = new_layout(cairo);
            pango_layout_set_font_description(m_layout.get(), font);
        }
        pango_layout_set_text(m_layout.get(), text.data(), static_cast<int>(text.size()));
        Glyph out;
        const PangoLayoutLine* line = pango_layout_get_line_readonly(m_layout.get(), 0);
        for (const GSList* at = line->runs; at != nullptr; at = at->next) {
            const auto* run = static_cast<const PangoLayoutRun*>(at->data);
            for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
                if (run->item->offset + run->glyphs->log_clusters[i] != start) continue;
                const PangoGlyphInfo& info = run->glyphs->glyphs[i];
                if (out.known || (info.glyph != PANGO_GLYPH_EMPTY && (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) ||
                    info.geometry.x_offset != 0 || info.geometry.y_offset != 0)
                    return {};
                PangoRectangle box;
                pango_font_get_glyph_extents(run->item->analysis.font, info.glyph, nullptr, &box);
                if (info.glyph != PANGO_GLYPH_EMPTY)
                    out.font = static_cast<PangoFont*>(g_object_ref(run->item->analysis.font));
                out.number = info.glyph;
                out.width = info.geometry.width;
                out.ascent = PANGO_ASCENT(box);
                out.descent = PANGO_DESCENT(box);
                out.known = true;
            }
        }
        return out;
    }

    std::array<std::unordered_map<char32_t, Glyph>, 3> m_glyphs; ///< by script
    Layout m_layout;                                             ///< for looking up
};

GlyphTable& table_of(const PangoFontDescription* font) {
    struct Hash {
        std::size_t operator()(const PangoFontDescription* f) const { return pango_font_description_hash(f); }
    };
    struct Equal {
        bool operator()(const PangoFontDescription* a, const PangoFontDescription* b) const {
            return pango_font_description_equal(a, b) != 0;
        }
    };
    static std::unordered_map<const PangoFontDescription*, GlyphTable, Hash, Equal> tables; // a handful of fonts
    static double made_for = resolution();
    if (const double now = resolution(); made_for != now) {
        made_for = now;
        tables.clear();
    }
    const auto at = tables.find(font);
    return at != tables.end() ? at->second : tables[pango_font_description_copy(font)];
}

/// Draws by single glyphs; false when the text must be laid out.
bool draw_glyphs(cairo_t* cairo, const Pieces& pieces, const wxRect& box, const wxFont& plain, const wxFont& bold,
                 int& used) {
    const Script script = script_of(pieces, plain);
    if (script == Script::mixed) return false;
    const int room = box.width * PANGO_SCALE;
    const char32_t dots = script == Script::han ? U'⋯' : U'…';
    thread_local std::vector<const Glyph*> line;
    line.clear();
    int width = 0, dots_width = 0;
    std::size_t cut = 0; // how many glyphs stay when dots follow, and their width
    int cut_width = 0;
    for (const auto& [text, matched] : pieces) {
        const PangoFontDescription* font = description(matched ? bold : plain);
        GlyphTable& table = table_of(font);
        dots_width = table.find(cairo, font, script, dots).width;
        for (const wxUniChar c : text) {
            const Glyph& glyph = table.find(cairo, font, script, static_cast<char32_t>(c.GetValue()));
            if (!glyph.known) return false;
            if (width + dots_width <= room) {
                cut = line.size();
                cut_width = width;
            }
            width += glyph.width;
            line.push_back(&glyph);
            if (width > room) break;
        }
        if (width > room) break;
    }
    if (width > room) {
        const PangoFontDescription* font = description(plain);
        const Glyph& glyph = table_of(font).find(cairo, font, script, dots);
        if (!glyph.known) return false;
        if (glyph.width > room) return true; // no room for a single character
        line.resize(cut);
        line.push_back(&glyph);
        width = cut_width + glyph.width;
    }
    int ascent = 0, descent = 0;
    for (const Glyph* glyph : line) {
        ascent = std::max(ascent, glyph->ascent);
        descent = std::max(descent, glyph->descent);
    }
    const int height = PANGO_PIXELS_CEIL(ascent + descent);
    const double y = box.y + (box.height - height) / 2 + static_cast<double>(ascent) / PANGO_SCALE;
    thread_local std::vector<cairo_glyph_t> run;
    int x = 0;
    for (std::size_t i = 0; i < line.size();) { // neighbours of one font in one call
        PangoFont* const font = line[i]->font;
        run.clear();
        for (; i < line.size() && line[i]->font == font; x += line[i++]->width)
            run.push_back({line[i]->number, box.x + static_cast<double>(x) / PANGO_SCALE, y});
        if (font == nullptr) continue;
        cairo_set_scaled_font(cairo, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
        cairo_show_glyphs(cairo, run.data(), static_cast<int>(run.size()));
    }
    used = PANGO_PIXELS_CEIL(width);
    return true;
}

int lay_out(cairo_t* cairo, const Pieces& pieces, const wxRect& box, const wxFont& plain, const wxFont& bold) {
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
    const Layout layout = new_layout(cairo);
    pango_layout_set_font_description(layout.get(), description(plain));
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_width(layout.get(), box.width * PANGO_SCALE);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_attributes(layout.get(), fonts);
    pango_attr_list_unref(fonts);
    int width = 0, height = 0;
    pango_layout_get_pixel_size(layout.get(), &width, &height);
    cairo_move_to(cairo, box.x, box.y + (box.height - height) / 2);
    pango_cairo_show_layout(cairo, layout.get());
    return width;
}

} // namespace

int draw_pieces(wxDC& dc, const Pieces& pieces, const wxRect& box, const wxColour& ink, const wxFont& plain,
                const wxFont& bold) {
    if (pieces.empty() || box.width <= 0) return 0;
    auto* const cairo = static_cast<cairo_t*>(dc.GetGraphicsContext()->GetNativeContext());
    constexpr double whole = 255;
    cairo_set_source_rgb(cairo, ink.Red() / whole, ink.Green() / whole, ink.Blue() / whole);
    int width = 0;
    if (!draw_glyphs(cairo, pieces, box, plain, bold, width)) width = lay_out(cairo, pieces, box, plain, bold);
    return std::min(width, box.width);
}

} // namespace goufang::desktop
