#pragma once
// goufang-json: our own exchange format, lossless. JSON lines in UTF-8 (other encodings are read too):
//
//   {"goufang":1,"format":"goufang-json","version":1}            the first line; nothing else is this format
//   {"category":{"code":"001","name":"华东","path":"华东","order":1}}   parents before children
//   {"buyer":{...},"category_code":"001","category_path":"华东"}      the buyer as in model::to_json; blank = left out
//
// Version rule: "version" is raised when an older reader would misread the file; such a file is refused (Error syntax
// json.newer, args: line, column, sentence, the version). Additions keep the number: keys that are not known are left
// out with the finding file.unknown_key, and a line that holds neither a category nor a buyer is a bad record with it;
// never in silence. A line that holds nothing but "原因" (a reject file's) and the key "原因" are passed over. A line
// that is broken is a bad record with its column; so is one with the same key twice or deeper than 32 levels.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::goufang_json {

inline constexpr int k_version = 1;
inline constexpr int k_max_depth = 32;

/// One member of an object: its key, and its value as it stands in the text.
struct Member {
    std::string key;
    std::string_view value;
};
/// What is wrong with a text, and where (0-based byte); empty = nothing.
struct Fault {
    std::size_t at = 0;
    std::string_view what;
    explicit operator bool() const { return !what.empty(); }
};
/// The members of the object that `text` must be. Values that are objects or arrays are only delimited: their brackets
/// and strings match, and nothing more is promised about them.
/// Refused: the same key twice, more than k_max_depth levels, anything behind the object.
Fault members(std::string_view text, std::vector<Member>& out);
/// Value of a JSON string; false when `value` is none.
bool string_value(std::string_view value, std::string& out);

} // namespace goufang::invoice::goufang_json
