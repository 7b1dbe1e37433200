#include "harness.hpp"

#include <iostream>

namespace harness {

namespace {
std::vector<std::string> lines;
std::map<std::string, int> counts;
std::map<std::string, std::string> flags;
std::set<std::string> removed;
int seed = 0;
}  // namespace

std::uint32_t drawn(const std::string &label) {
    std::string whole = std::to_string(seed) + "/" + label + "/" + std::to_string(++counts[label]);
    std::uint32_t value = 2166136261U;
    for (unsigned char letter : whole) value = (value ^ letter) * 16777619U;
    value = (value ^ (value >> 13)) * 0x5bd1e995U;
    return (value ^ (value >> 15)) >> 4;
}

void note(const std::string &text) {
    lines.push_back(text);
    if (lines.size() > 300) throw too_long();
}

std::string served(const std::string &key) {
    if (removed.count(key)) note("asks for " + key);
    return flags[key];
}

void trace(const std::string &label) { note(label); }

bool ask(const std::string &label) {
    note(label);
    return drawn(label) % 2 == 0;
}

int number(const std::string &label) {
    note(label);
    return static_cast<int>(drawn(label) % 4);
}

std::string text(const std::string &label) {
    note(label);
    const char *texts[] = {"red", "blue", "a", ""};
    return texts[drawn(label) % 4];
}

bool fail(const std::string &label) {
    note(label);
    if (drawn(label) % 2 == 1) throw std::runtime_error(label);
    return true;
}

void run(std::map<std::string, std::string> served, std::set<std::string> gone, const program &program) {
    flags = std::move(served);
    removed = std::move(gone);
    for (seed = 0; seed < 6; seed++) {
        lines.clear();
        counts.clear();
        std::string end;
        try {
            const char *names[] = {"red", "blue", "a"};
            std::string name = names[drawn("s") % 3];
            bool a = drawn("a") % 2 == 0;
            bool b = drawn("b") % 2 == 0;
            end = "gives " + std::to_string(program(a, b, static_cast<int>(drawn("n") % 4), name));
        } catch (const std::exception &failed) {
            end = std::string("fails ") + failed.what();
        }
        if (seed > 0) std::cout << '\x01';
        for (const auto &line : lines) std::cout << line << '\n';
        std::cout << end;
    }
    std::cout << '\x02' << std::flush;
}

}  // namespace harness
