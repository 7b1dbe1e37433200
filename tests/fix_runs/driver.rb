# Runs Ruby programs with a stub of OpenFeature.
require "json"
require "timeout"

class TooLong < Exception; end

class World
  POOL = [true, false, true, false, 0, 2, "", "a", nil, []].freeze

  def initialize(served, gone, seed)
    @served, @gone, @seed = served, gone, seed
    @trace, @counts = [], Hash.new(0)
  end
  attr_reader :trace

  def drawn(label)
    @counts[label] += 1
    value = 2166136261
    "#{@seed}/#{label}/#{@counts[label]}".each_byte { |byte| value = ((value ^ byte) * 16777619) & 0xffffffff }
    value ^= value >> 13
    value = (value * 0x5bd1e995) & 0xffffffff
    (value ^ (value >> 15)) >> 4
  end

  def note(text)
    @trace << text
    raise TooLong, "too long" if @trace.length > 300
  end

  def evaluate(key)
    note("asks for #{key}") if @gone.include?(key)
    @served.fetch(key)
  end

  def fetch_boolean_value(flag_key:, default_value: false, evaluation_context: nil) = evaluate(flag_key) == "true"
  def fetch_string_value(flag_key:, default_value: "", evaluation_context: nil) = evaluate(flag_key)
  def fetch_number_value(flag_key:, default_value: 0, evaluation_context: nil) = evaluate(flag_key).to_i
end

module Harness
  def trace(label) = ($world.note(label); World::POOL[$world.drawn(label) % 10])
  def ask(label) = ($world.note(label); $world.drawn(label).even?)
  def number(label) = ($world.note(label); $world.drawn(label) % 4)
  def text(label) = ($world.note(label); ["red", "blue", "a", ""][$world.drawn(label) % 4])
  def show(label, *values) = $world.note("#{label} #{values.map { |value| spelled(value) }.join(" ")}")

  def broken(label)
    $world.note(label)
    raise ArgumentError, label if $world.drawn(label).odd?

    true
  end

  def manager(label, value = nil)
    $world.note("enter #{label}")
    result = yield value
    $world.note("exit #{label}")
    result
  end

  def spelled(value)
    case value
    when Array then "[#{value.map { |one| spelled(one) }.join(", ")}]"
    when Hash then "{#{value.map { |key, one| "#{spelled(key)}=>#{spelled(one)}" }.join(", ")}}"
    when true, false, nil, Numeric, String, Symbol then value.inspect
    else "<#{value.class.name.to_s.split("::").last}>"
    end
  end
end

module OpenFeature
  module SDK
    def self.build_client = $world
  end
end

$LOADED_FEATURES << "open_feature/sdk.rb" << "harness.rb"
module Kernel
  alias_method :require_for_real, :require
  def require(name) = ["open_feature/sdk", "harness"].include?(name) ? true : require_for_real(name)
end

def run(text, served, gone, seed)
  world = $world = World.new(served, gone, seed)
  space = Module.new
  begin
    Timeout.timeout(2, TooLong) do
      space.module_eval(text, "program.rb")
      receiver = space.const_get(:Program).new
      world.note("loaded")
      result = receiver.main(world.drawn("a").even?, world.drawn("b").even?, world.drawn("n") % 4, ["red", "blue", "a"][world.drawn("s") % 3])
      world.trace << "gives #{receiver.spelled(result)}"
    end
  rescue TooLong
    world.trace << "too long"
  rescue StandardError, SystemStackError, ScriptError => error
    world.trace << "#{error.class} #{error.message.lines.first.to_s[0, 60]}"
  end
  world.trace.join("\n")
end

$VERBOSE = nil
$stdin.each_line do |line|
  asked = JSON.parse(line)
  answer =
    begin
      RubyVM::InstructionSequence.compile(asked["text"])
      { runs: (0...6).map { |seed| run(asked["text"], asked["served"], asked["gone"], seed) } }
    rescue SyntaxError => error
      { broken: error.message }
    end
  puts JSON.generate(answer)
  $stdout.flush
end
