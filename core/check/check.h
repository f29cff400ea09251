#pragma once
// The checks (F25-F34). One table of rules; each looks at one buyer and says what it found as codes and values;
// app/words makes the sentence. Limits of a target stand in one table of profiles, in the target's own unit.

#include "core/model/buyer.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::check {

enum class Severity : std::uint8_t { note, warning, error };
std::string_view severity_key(Severity s); ///< note warning error

struct Finding {
    Severity severity = Severity::note;
    std::string_view rule; ///< rule id (static storage); also the id of its sentence in app/words
    model::Field field = model::Field::name;
    std::string value;              ///< the field's value as found
    std::vector<std::string> args;  ///< what the sentence needs, in the order documented at the rule
    std::optional<std::string> fix; ///< new value of `field` that would mend it; a safe fix when the rule says so
    std::string_view sentence{};    ///< sentence id when the rule has several; empty = same as `rule`
};

struct Profile;

struct Scan;
struct TaxIdVerdict;

/// What a rule sees: the buyer, the target, and what one scan found out for all rules (see scan.h).
struct Context {
    const model::Buyer& buyer;
    const Profile& profile;
    const Scan& scan;
    const std::string& tax_id;     ///< folded by text::clean_tax_id
    const TaxIdVerdict* tax_judge; ///< of `tax_id`; nullptr where there is nothing to say about it
};

/// Where a rule applies; bits.
enum Scope : std::uint8_t {
    scope_registry = 1, ///< entry and health check
    scope_invoice = 2,  ///< demands of an invoice (special, ordinary)
    scope_target = 4,   ///< what a file's reader refuses or alters
};

struct Rule {
    std::string_view id; ///< stable, e.g. "tax_id.check_digit"
    Severity severity;
    model::Field field;
    void (*run)(const Context&, const Rule&, std::vector<Finding>&);
    bool safe_fix = false;   ///< its fix may be applied without asking value by value (F33)
    std::uint8_t scopes = 0; ///< in which scopes it runs
};
std::span<const Rule> rules();
const Rule* rule(std::string_view id);

/// Unit in which a target counts length.
enum class Unit : std::uint8_t { gbk_bytes, characters };
struct Limit {
    model::Field field;
    std::size_t max;
    Unit unit;
    bool combined = false; ///< counts the joined pair (地址电话, 开户行及账号) that `field` starts
};

/// A target with its own demands (F34). "registry" is the one for entry and for the health check; "special" and
/// "ordinary" are invoices on paper; the others are files for a client, and only for those does effect() say anything.
struct Profile {
    std::string_view id; ///< registry aisino kehubianma kp fpkj etax special ordinary
    std::span<const Limit> limits;
    bool gbk_only = false;                ///< characters outside GBK cannot be written
    bool needs_tax_id = false;            ///< every buyer (专票)
    bool enterprise_needs_tax_id = false; ///< 普票: enterprises only
    bool no_person = false;               ///< 专票 may not go to a natural person
    bool comma_breaks = false;            ///< ASCII comma in address/bank is torn into lines (~~ dialect)
    bool lower_code = false;              ///< codes are [0-9a-z]{1,16}
    std::string_view forbidden{};         ///< ASCII characters that the target cannot hold in a value
    std::string_view forbidden_text{};    ///< a sequence that it cannot hold ("~~")
    bool single_line = false;             ///< line breaks cannot be held
    bool leading_quote = false;           ///< a value that starts with a lone '"' swallows its neighbours
    bool client_tax_id = false;           ///< the device client's own test of the number applies
    bool set_separator = false;           ///< a line break inside address or bank is written as #|#
    std::uint8_t scopes = scope_target;
    std::uint64_t carries = ~std::uint64_t{0}; ///< fields that the target holds at all; bit = Field
};
std::span<const Profile> profiles();
const Profile* profile(std::string_view id);
const Profile& registry_profile();

/// All findings of one buyer against one profile, rules in table order. Appends to `out`. Speed: bulk import calls
/// this for each of a million rows; a buyer without findings must cost well under 1 us.
void check_buyer(const model::Buyer& b, const Profile& p, std::vector<Finding>& out);

/// What a file target would do with the value of a finding: write `fix` instead, or refuse the buyer. Everything that
/// is lost or changed carries a fix, whatever its severity (N15: an ASCII comma is a warning).
enum class Effect : std::uint8_t { none, altered, refused };
Effect effect(const Finding& f, const Profile& p);

/// Applies every safe fix that the findings of the registry profile offer; returns the fields changed (F33). A second
/// call changes nothing.
struct FixedField {
    model::Field field;
    std::string_view rule;
    std::string before, after;
};
std::vector<FixedField> apply_safe_fixes(model::Buyer& b);

/// Applies every fix that `p` (a file target) offers, until it offers none: the buyer as it will be written by
/// "adjust". What is then left with effect refused cannot be written.
std::vector<FixedField> apply_target_fixes(model::Buyer& b, const Profile& p);

// --- the credit-code explainer (F26, N07), used by the rules and by whoever shows a tax id while it is typed.

enum class TaxIdForm : std::uint8_t {
    empty,
    uscc,
    fujian_pilot,
    id_card,
    foreign_resident,
    old_15,
    registration_15,
    person_17,
    individual_20,
    temporary_L,
    person_letter,
    military_J,
    foreign,
    unknown
};
struct TaxIdVerdict {
    TaxIdForm form = TaxIdForm::unknown;
    bool ok = false;                   ///< nothing wrong; a note or a warning on the form may still stand in `sentence`
    std::size_t position = 0;          ///< 1-based character at fault; 0 = none or not known which
    char found = 0, expected = 0;      ///< expected 0 = several or unknown; found 0 = not ASCII
    std::string sentence;              ///< sentence id in app/words, e.g. "tax_id.check_digit"; empty = nothing to say
    std::optional<std::string> repair; ///< the one-character repair when exactly one candidate passes (tax_id.h)
    Severity severity = Severity::note;
    std::string_view rule;         ///< id of the rule in rules.def to which the sentence belongs
    std::vector<std::string> args; ///< of the sentence
    struct Note {
        std::string_view rule; ///< also the sentence
        std::vector<std::string> args;
    };
    std::vector<Note> notes; ///< further notes on a number that is right (region, department)
};
/// `tax_id` folded by text::clean_tax_id. The decisions are laid down in tax_id.h.
TaxIdVerdict judge_tax_id(std::string_view tax_id, model::Kind kind);
/// GB 32100 check character and embedded GB 11714 check both right. >= 25 M/s (G9).
bool uscc_valid(std::string_view tax_id);
/// Check character for the first 17 / for 8 characters of an organisation code; 0 when one is outside its alphabet.
char uscc_check_char(std::string_view first17);
char org_check_char(std::string_view first8);
bool id_card_valid(std::string_view id18);
bool iso7064_mod11_10_valid(std::string_view digits);

} // namespace goufang::check
