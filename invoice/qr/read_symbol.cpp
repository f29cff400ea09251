#include "invoice/qr/symbol.h"

#define ZX_USE_UTF8 // before version 2: texts as UTF-8
#include <ZXing/ReadBarcode.h>
#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>
#include <png.h>

#include <algorithm>

namespace goufang::invoice::qr {

namespace {

struct Pixels {
    std::size_t width = 0, height = 0;
    std::vector<std::uint8_t> grey;
};

bool too_large(std::size_t width, std::size_t height) {
    return width == 0 || height == 0 || width > k_max_pixels / height;
}

Reading read_png(std::string_view bytes, Pixels& pixels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) return Reading::broken;
    if (too_large(image.width, image.height)) {
        png_image_free(&image);
        return Reading::too_large;
    }
    image.format = PNG_FORMAT_GRAY;
    pixels.width = image.width;
    pixels.height = image.height;
    pixels.grey.resize(PNG_IMAGE_SIZE(image));
    png_color white{255, 255, 255}; // behind what is transparent
    const bool good = png_image_finish_read(&image, &white, pixels.grey.data(), 0, nullptr) != 0;
    png_image_free(&image);
    return good ? Reading::found : Reading::broken;
}

struct JpegErrors {
    jpeg_error_mgr manager{};
    std::jmp_buf back{};
};

/// Nothing with a destructor lives between setjmp and longjmp.
Reading read_jpeg(std::string_view bytes, Pixels& pixels) {
    jpeg_decompress_struct jpeg{};
    JpegErrors errors;
    jpeg.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = [](j_common_ptr info) {
        std::longjmp(reinterpret_cast<JpegErrors*>(info->err)->back, 1);
    };
    errors.manager.output_message = [](j_common_ptr) {};
    if (setjmp(errors.back) != 0) {
        jpeg_destroy_decompress(&jpeg);
        return Reading::broken;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&jpeg, TRUE);
    if (too_large(jpeg.image_width, jpeg.image_height)) {
        jpeg_destroy_decompress(&jpeg);
        return Reading::too_large;
    }
    jpeg.out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(&jpeg);
    pixels.width = jpeg.output_width;
    pixels.height = jpeg.output_height;
    pixels.grey.assign(pixels.width * pixels.height, 255);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = pixels.grey.data() + jpeg.output_scanline * pixels.width;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    const bool cut = jpeg.err->num_warnings > 0; // the library fills up what is missing
    jpeg_destroy_decompress(&jpeg);
    return cut ? Reading::broken : Reading::found;
}

} // namespace

Reading read_symbols(const std::uint8_t* grey, std::size_t width, std::size_t height, std::vector<std::string>& texts) {
    if (too_large(width, height)) return Reading::too_large;
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true).setTryRotate(true);
    const ZXing::ImageView view(grey, static_cast<int>(width), static_cast<int>(height), ZXing::ImageFormat::Lum);
    auto results = ZXing::ReadBarcodes(view, hints);
    std::stable_sort(results.begin(), results.end(), [](const ZXing::Result& a, const ZXing::Result& b) {
        return a.position().topLeft().y < b.position().topLeft().y;
    });
    for (const auto& r : results)
        if (r.isValid()) texts.push_back(r.text());
    return texts.empty() ? Reading::no_code : Reading::found;
}

Reading read_symbols(std::string_view image, std::vector<std::string>& texts) {
    Pixels pixels;
    Reading reading = Reading::not_an_image;
    if (image.starts_with("\x89PNG"))
        reading = read_png(image, pixels);
    else if (image.starts_with("\xFF\xD8\xFF"))
        reading = read_jpeg(image, pixels);
    // a picture cut short may still show its code
    if (reading == Reading::broken && !pixels.grey.empty() &&
        read_symbols(pixels.grey.data(), pixels.width, pixels.height, texts) == Reading::found)
        return Reading::found;
    if (reading != Reading::found) return reading;
    return read_symbols(pixels.grey.data(), pixels.width, pixels.height, texts);
}

std::string_view problem_of(Reading reading) {
    switch (reading) {
    case Reading::found:
        break;
    case Reading::no_code:
        return "qr.no_code";
    case Reading::not_an_image:
        return "qr.not_an_image";
    case Reading::broken:
        return "qr.broken_image";
    case Reading::too_large:
        return "qr.too_large";
    }
    return {};
}

} // namespace goufang::invoice::qr
