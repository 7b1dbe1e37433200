#pragma once

// Writes down what a program asks, and answers with drawn values.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace harness {

struct too_long : std::exception {
    const char *what() const noexcept override { return "too long"; }
};

using program = std::function<int(bool, bool, int, const std::string &)>;

std::uint32_t drawn(const std::string &label);
void note(const std::string &text);
std::string served(const std::string &key);
void run(std::map<std::string, std::string> flags, std::set<std::string> gone, const program &program);

void trace(const std::string &label);
bool ask(const std::string &label);
int number(const std::string &label);
std::string text(const std::string &label);
bool fail(const std::string &label);

template <typename... Values>
void show(const std::string &label, const Values &...values) {
    std::ostringstream out;
    out << std::boolalpha << label;
    (void)std::initializer_list<int>{(out << ' ' << values, 0)...};
    note(out.str());
}

// Writes down when it begins and when it ends.
struct guard {
    explicit guard(std::string of) : label(std::move(of)) { note("enter " + label); }
    ~guard() { try { note("leave " + label); } catch (const too_long &) {} }
    guard(const guard &) = delete;
    guard &operator=(const guard &) = delete;
    std::string label;
};

}  // namespace harness
