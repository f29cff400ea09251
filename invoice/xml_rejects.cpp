#include "invoice/xml_rejects.h"

#include "core/text/errors.h"

namespace goufang::invoice::xml {

namespace {

class Rejects : public RejectWriter {
  public:
    Rejects(file::Sink& sink, std::string_view input, const ReadOptions& options, const RejectShape& shape)
        : m_sink(sink), m_count_element(shape.count_element) {
        Scanner scanner(input, options, shape.is_record, shape.fold_end_tags);
        m_encoding = scanner.encoding();
        Record record;
        while (scanner.next(record)) {
            if (!shape.is_buyer(record.parent, record.name)) continue;
            m_head = input.substr(0, static_cast<std::size_t>(record.raw.data() - input.data()));
            m_open = scanner.open();
            break;
        }
        m_wide = m_encoding == text::Encoding::utf16le || m_encoding == text::Encoding::utf16be;
    }

    void row(const Row& row, std::string_view cause) override {
        if (row.raw.empty()) return;
        std::string comment = "<!-- 原因: ";
        for (const char c : cause) {
            if (c == '-' && comment.back() == '-')
                comment += " -";
            else
                comment += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
        comment += " -->\r\n    ";
        text::encode(comment, m_encoding, m_body);
        m_body += row.raw;
        text::encode("\r\n    ", m_encoding, m_body);
        ++m_count;
        if (m_count_element.empty() && m_body.size() > k_buffer) flush();
    }

    void finish() override {
        for (std::size_t i = m_open.size(); i-- > 0;) {
            const std::string tag = "</" + m_open[i] + ">\r\n";
            if (m_wide)
                text::encode(tag, m_encoding, m_body);
            else
                m_body += tag; // as spelled in the input
        }
        flush();
    }

  private:
    static constexpr std::size_t k_buffer = 1u << 20;

    void flush() {
        if (!m_head_written) {
            std::string head(m_head);
            if (!m_count_element.empty()) state_count(head);
            m_sink.write(head);
            m_head_written = true;
        }
        m_sink.write(m_body);
        m_body.clear();
    }

    void state_count(std::string& head) const {
        if (m_wide) return;
        const std::string open = "<" + std::string(m_count_element) + ">";
        const std::size_t at = head.find(open);
        if (at == std::string::npos) return;
        const std::size_t from = at + open.size();
        const std::size_t to = head.find('<', from);
        if (to != std::string::npos) head.replace(from, to - from, std::to_string(m_count));
    }

    file::Sink& m_sink;
    std::string_view m_count_element;
    text::Encoding m_encoding{};
    bool m_wide = false;
    std::string_view m_head;
    std::vector<std::string> m_open;
    std::string m_body;
    bool m_head_written = false;
    std::int64_t m_count = 0;
};

} // namespace

std::unique_ptr<RejectWriter> reject_writer(file::Sink& sink, std::string_view input, const ReadOptions& options,
                                            const RejectShape& shape) {
    return std::make_unique<Rejects>(sink, input, options, shape);
}

} // namespace goufang::invoice::xml
