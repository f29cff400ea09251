#include "app/words/words.h"

#include <algorithm>
#include <array>

namespace goufang::words {

namespace {

struct ErrorRow {
    Code code;
    int status;
    std::string_view id; ///< of the sentence: "error." and the enumerator's name
};

constexpr auto k_errors = std::to_array<ErrorRow>({
#define GOUFANG_ERROR(code, status, zh_cn, zh_tw, en) {Code::code, status, "error." #code},
#define GOUFANG_WORDS(id, zh_cn, zh_tw, en)
#include "app/words/errors.def"
#undef GOUFANG_WORDS
#undef GOUFANG_ERROR
});

const ErrorRow& row_of(Code code) {
    const auto at = std::find_if(k_errors.begin(), k_errors.end(), [&](const ErrorRow& r) { return r.code == code; });
    if (at != k_errors.end()) return *at;
    return *std::find_if(k_errors.begin(), k_errors.end(), [](const ErrorRow& r) { return r.code == Code::internal; });
}

std::string_view word(Language language, std::string_view prefix, std::string_view key) {
    const std::string id = std::string(prefix) + std::string(key);
    const auto table = entries();
    const auto at = std::lower_bound(table.begin(), table.end(), std::string_view(id),
                                     [](const Entry& e, std::string_view k) { return e.id < k; });
    return at != table.end() && at->id == id ? at->text[static_cast<std::size_t>(language)] : key;
}

/// Arguments that are ids of sentences themselves (errors.h) become sentences; what follows them are their arguments.
std::vector<std::string> translated(Language language, const Error& error) {
    std::vector<std::string> args = error.args();
    std::size_t at = args.size();
    switch (error.code()) {
    case Code::syntax:
        at = 2;
        break;
    case Code::too_large:
    case Code::container_broken:
        at = 1;
        break;
    case Code::bad_argument:
        at = 2;
        break;
    case Code::not_found:
        if (args.empty()) break;
        if (args.size() > 1 && known("hint." + args[0])) args[1] += sentence(language, "hint." + args[0]);
        args[0] = std::string(word(language, "thing.", args[0]));
        break;
    default:
        break;
    }
    if (at < args.size() && known(args[at]))
        args[at] = sentence(language, args[at], std::span<const std::string>(args).subspan(at + 1));
    return args;
}

} // namespace

int exit_status(Code code) { return row_of(code).status; }

std::string_view code_key(Code code) { return row_of(code).id.substr(std::string_view("error.").size()); }

std::string describe(Language language, const Error& error) {
    return sentence(language, row_of(error.code()).id, translated(language, error));
}

std::string describe(Language language, const check::Finding& finding) {
    const std::string_view id = finding.sentence.empty() ? finding.rule : finding.sentence;
    if (!finding.args.empty() && finding.args.back().empty()) {
        const std::string none = std::string(id) + ".none";
        if (known(none)) return sentence(language, none, finding.args);
    }
    return sentence(language, id, finding.args);
}

namespace {

store::StepKind step_kind(std::string_view key, store::StepKind otherwise) {
    for (int k = 0; k <= static_cast<int>(store::StepKind::merge_buyers); ++k)
        if (store::step_kind_key(static_cast<store::StepKind>(k)) == key) return static_cast<store::StepKind>(k);
    return otherwise;
}

/// Joins the names of the fields from args[from] on.
std::string field_names(Language language, const std::vector<std::string>& args, std::size_t from) {
    std::string out;
    for (std::size_t i = from; i < args.size(); ++i)
        out += (out.empty()                ? ""
                : language == Language::en ? ", "
                                           : "、") +
               std::string(word(language, "field.", args[i]));
    return out;
}

} // namespace

std::string describe(Language language, const store::Step& step) {
    using store::StepKind;
    std::string id = "step." + std::string(store::step_kind_key(step.kind));
    std::vector<std::string> args = step.args;
    const auto fill = [&](std::size_t i, std::string_view with) {
        if (i < args.size() && args[i].empty()) args[i] = sentence(language, with);
    };
    switch (step.kind) {
    case StepKind::edit_buyer:
    case StepKind::edit_buyers:
        if (args.size() > 2) args[2] = field_names(language, args, 2);
        break;
    case StepKind::move_buyers:
    case StepKind::merge_categories:
        fill(1, "word.uncategorised");
        break;
    case StepKind::move_category:
        fill(1, "word.root");
        break;
    case StepKind::remove_buyers:
    case StepKind::restore_buyers:
        if (!args.empty() && args[0] == "1") id += ".one";
        break;
    case StepKind::remove_category:
    case StepKind::settings: {
        const std::size_t which = step.kind == StepKind::settings ? 0 : 1;
        if (which < args.size() && known(id + "." + args[which])) id += "." + args[which];
        break;
    }
    case StepKind::undo_step:
        if (args.size() > 4) {
            store::Step undone;
            undone.kind = step_kind(args[1], StepKind::undo_step);
            undone.args.assign(args.begin() + 5, args.end());
            const std::string what =
                undone.kind == StepKind::undo_step && undone.args.empty() ? "" : describe(language, undone);
            args = {args[0], what, args[2], args[3], args[4]};
        }
        break;
    default:
        break;
    }
    return sentence(language, id, args);
}

std::string_view field_name(Language language, model::Field field) {
    return word(language, "field.", model::info(field).key);
}
std::string_view kind_name(Language language, model::Kind kind) {
    return word(language, "kind.", model::kind_key(kind));
}
std::string_view status_name(Language language, model::Status status) {
    return word(language, "status.", model::status_key(status));
}
std::string fix_text(Language language, const check::Finding& finding) {
    const std::string fix = finding.fix.value_or("");
    if (finding.field == model::Field::kind)
        if (const auto kind = model::kind_from(fix)) return std::string(kind_name(language, *kind));
    return fix;
}
std::string_view severity_name(Language language, check::Severity severity) {
    return word(language, "severity.", check::severity_key(severity));
}
std::string_view outcome_name(Language language, invoice::Outcome outcome) {
    constexpr std::string_view keys[] = {"new", "changed", "same", "conflict", "rejected"};
    return word(language, "outcome.", keys[static_cast<std::size_t>(outcome)]);
}
std::string_view result_name(Language language, invoice::AisinoResult result) {
    constexpr std::string_view keys[] = {"stored", "duplicate", "invalid", "failed"};
    return word(language, "aisino.", keys[static_cast<std::size_t>(result)]);
}

} // namespace goufang::words
