#pragma once
// Findings about buyers that a command shows: those of the rules and those that need the registry (the same tax id or
// name elsewhere).

#include "app/cli/context.h"

#include <functional>
#include <unordered_map>
#include <vector>

namespace goufang::cli {

/// Findings of the registry profile for a buyer that was typed in, with its duplicates in the registry.
std::vector<check::Finding> entry_findings(const store::Registry& registry, const model::Buyer& buyer);

/// Which live buyers share a tax id, a name (key A) or a similar name (key B), found in one pass over the registry.
/// 48 bytes a buyer while it is made, next to nothing afterwards.
class Duplicates {
  public:
    /// `each_buyer` is called now and then, to stop by throwing.
    Duplicates(const store::Registry& registry, const std::function<void()>& each_buyer);
    /// Appends duplicate.tax_id (warning), duplicate.name (warning), duplicate.similar (note); args: code and name of
    /// another buyer, how many others there are.
    void findings(const model::Buyer& buyer, std::vector<check::Finding>& out) const;

  private:
    struct Key {
        std::uint64_t hash;
        model::BuyerId id;
    };
    struct Other {
        std::string code, name;
    };
    using Keys = std::vector<Key>;
    static void keep_shared(Keys& keys);
    bool look(const Keys& keys, std::uint64_t hash, const model::Buyer& buyer, check::Finding finding,
              std::vector<check::Finding>& out) const;
    Keys m_tax_ids, m_names, m_similar;
    std::unordered_map<model::BuyerId, Other> m_others;
};

bool has_errors(const std::vector<check::Finding>& findings);
/// A warning or an error: then the exit status of add and edit is 1. A note alone is only shown.
bool has_more_than_notes(const std::vector<check::Finding>& findings);

/// One line each to the error stream: severity, field, sentence, proposed value.
void warn_about(const Context& context, const std::vector<check::Finding>& findings);
/// The severity's name, coloured when asked for.
std::string severity_label(words::Language language, check::Severity severity, bool colours);

} // namespace goufang::cli
