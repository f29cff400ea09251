#include "app/desktop/picker.h"

#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"
#include "core/text/errors.h"

#include <algorithm>
#include <sstream>
#include <tuple>
#include <unordered_map>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_listed = 1000;   ///< of more only the best are shown: who wants others types another letter
constexpr std::size_t k_last_picks = 10; ///< before anything is typed
constexpr std::string_view k_picked = "picked";

} // namespace

Picker::Picker(words::Language language, Settings& settings) : m_language(language), m_settings(settings) {
    m_hotkey.on_press = [this] { show(); };
}

Picker::~Picker() {
    if (m_window != nullptr) m_window->Destroy();
    if (m_queue != nullptr) m_queue->Destroy();
}

PickerWindow& Picker::window() {
    if (m_window != nullptr) return *m_window;
    m_window = new PickerWindow(m_language);
    m_window->list().fetch = [this](model::BuyerId id) -> std::optional<model::Buyer> {
        if (m_library == nullptr || m_library->lent()) return std::nullopt;
        try {
            return m_library->registry().buyer(id);
        } catch (const Error&) {
            return std::nullopt; // the file is busy for the moment
        }
    };
    m_window->on_query = [this] { refresh(); };
    m_window->on_leave = [this] { hide(); };
    m_window->on_take = [this] { take([this](const model::Buyer& b) { return copy(invoice_block(b)); }); };
    m_window->on_take_field = [this](std::size_t field) {
        take([&](const model::Buyer& b) { return copy(*model::text_member(b, k_invoice_fields.at(field))); });
    };
    m_window->on_take_queue = [this] { take([this](const model::Buyer& b) { return queue().start(b); }); };
    return *m_window;
}

PickerQueue& Picker::queue() {
    if (m_queue != nullptr) return *m_queue;
    m_queue = new PickerQueue(m_language, m_clipboard);
    m_queue->on_end = [this] {
        m_clipboard.on_lost = [this] { check_idle(); };
        check_idle();
    };
    return *m_queue;
}

Hotkey::Outcome Picker::use_hotkey() { return m_hotkey.set(to_wx(m_settings.text("picker-key", k_picker_key))); }

void Picker::set_library(Library* library, const wxString& company) {
    m_library = library;
    m_company = company;
    if (shown()) refresh();
}

void Picker::library_ready() {
    if (shown()) refresh();
}

bool Picker::shown() const { return m_window != nullptr && m_window->IsShown(); }

void Picker::show() {
    PickerWindow& w = window();
    m_before.remember(w);
    w.open(m_company);
}

void Picker::hide() {
    if (!shown()) return;
    m_window->Hide();
    m_before.restore();
    check_idle();
}

std::vector<PickerRow> Picker::last_picks() const {
    // The registry knows the day of a pick; the order within a day is remembered here.
    std::unordered_map<model::BuyerId, std::tuple<std::int64_t, double>> known;
    m_library->registry().each_pick([&](model::BuyerId id, double weight, std::int64_t day) {
        known[id] = {day, weight};
    });
    std::vector<model::BuyerId> order;
    std::istringstream here(m_settings.text(Settings::of_library(m_library->path(), k_picked)));
    for (model::BuyerId id = 0; here >> id;)
        if (known.count(id) != 0 && std::find(order.begin(), order.end(), id) == order.end()) order.push_back(id);
    std::vector<model::BuyerId> elsewhere;
    for (const auto& [id, when] : known)
        if (std::find(order.begin(), order.end(), id) == order.end()) elsewhere.push_back(id);
    std::sort(elsewhere.begin(), elsewhere.end(),
              [&](model::BuyerId a, model::BuyerId b) { return known[a] != known[b] ? known[a] > known[b] : a < b; });
    order.insert(order.end(), elsewhere.begin(), elsewhere.end());
    std::vector<PickerRow> rows;
    for (const model::BuyerId id : order) {
        if (rows.size() == k_last_picks) break;
        const auto buyer = m_library->registry().buyer(id);
        if (buyer && buyer->status != model::Status::inactive) rows.push_back({id, {}});
    }
    return rows;
}

void Picker::refresh() {
    PickerWindow& w = window();
    if (m_library == nullptr) return w.show_rows({}, {}, tr("没有打开的库。"));
    if (m_library->lent()) return w.show_rows({}, {}, tr("正在导入，完成后再选取。"));
    const std::string query = w.query();
    try {
        if (query.find_first_not_of(' ') == std::string::npos) {
            std::vector<PickerRow> rows = last_picks();
            const wxString hint = rows.empty() ? tr("输入几个字就能找到；选过的会列在这里。") : tr("最近选取");
            return w.show_rows(std::move(rows), {}, hint);
        }
        find::Request request;
        request.query = query;
        request.limit = find::k_ready_rows;
        request.today = today_number();
        find::Answer found = m_library->find(request);
        if (found.total > request.limit && found.total <= k_listed) {
            request.limit = k_listed;
            found = m_library->find(request);
        }
        std::vector<PickerRow> rows;
        for (const find::Hit& hit : found.hits) rows.push_back({hit.id, hit.matches});
        const wxString count =
            found.total == 0 ? wxString() : tr("%s 家", to_wx(words::group_digits(std::to_string(found.total))));
        wxString hint;
        if (!m_library->ready())
            hint = tr("正在读取库……");
        else if (rows.empty())
            hint = tr("没有找到。停用的要加上“停用”两个字。");
        w.show_rows(std::move(rows), count, hint);
    } catch (const Error& error) {
        w.show_rows({}, {}, in_window(m_language, error));
    }
}

void Picker::take(const std::function<bool(const model::Buyer&)>& what) {
    const model::Buyer* chosen = m_window->list().chosen();
    if (chosen == nullptr) return wxBell();
    model::Buyer buyer = *chosen;
    if (m_library != nullptr && !m_library->lent()) // as it is now
        if (auto now = m_library->registry().buyer(buyer.id)) buyer = std::move(*now);
    if (m_queue != nullptr && m_queue->IsShown()) m_queue->stop(); // of the buyer before
    if (!what(buyer)) return wxBell();
    m_window->Hide();
    m_before.restore();
    CallAfter([this, id = buyer.id] { count_pick(id); });
}

bool Picker::copy(std::string text) {
    if (text.empty()) return false;
    m_clipboard.text = [text = std::move(text)] { return text; };
    m_clipboard.on_pasted = nullptr;
    m_clipboard.on_lost = [this] { check_idle(); };
    return m_clipboard.take();
}

void Picker::count_pick(model::BuyerId id) {
    if (m_library == nullptr || m_library->lent()) return;
    try {
        m_library->record_pick(id);
    } catch (const Error&) {
        return; // another program is writing: the pick itself is done
    }
    const std::string key = Settings::of_library(m_library->path(), k_picked);
    std::string order = std::to_string(id);
    std::istringstream before(m_settings.text(key));
    std::size_t kept = 1;
    for (model::BuyerId other = 0; kept < k_last_picks && before >> other;)
        if (other != id) {
            order += " " + std::to_string(other);
            ++kept;
        }
    m_settings.set(key, order);
    m_settings.save();
}

void Picker::check_idle() {
    CallAfter([this] {
        if (on_idle && !shown() && (m_queue == nullptr || !m_queue->IsShown()) && !m_clipboard.taken()) on_idle();
    });
}

} // namespace goufang::desktop
