using System;
using System.Collections.Generic;
using System.Linq;

namespace Harness
{
    /// <summary>Writes down what a program asks, and answers with drawn values.</summary>
    public static class World
    {
        private static readonly List<string> Lines = new List<string>();
        private static readonly Dictionary<string, int> Counts = new Dictionary<string, int>();
        private static string[] _served = { };
        private static string[] _gone = { };
        private static int _seed;

        public static int Drawn(string label)
        {
            int count;
            Counts.TryGetValue(label, out count);
            Counts[label] = ++count;
            uint value = 2166136261;
            foreach (char letter in _seed + "/" + label + "/" + count)
            {
                value = unchecked((value ^ letter) * 16777619);
            }
            value = unchecked((value ^ (value >> 13)) * 0x5bd1e995);
            return (int)((value ^ (value >> 15)) >> 4);
        }

        public static void Note(string text)
        {
            Lines.Add(text);
            if (Lines.Count > 300)
            {
                throw new StackOverflowException("too long");
            }
        }

        public static string Served(string key)
        {
            if (_gone.Contains(key))
            {
                Note("asks for " + key);
            }
            return _served[Array.IndexOf(_served, key) + 1];
        }

        public static void Trace(string label)
        {
            Note(label);
        }

        public static bool Ask(string label)
        {
            Note(label);
            return Drawn(label) % 2 == 0;
        }

        public static int Number(string label)
        {
            Note(label);
            return Drawn(label) % 4;
        }

        public static string Text(string label)
        {
            Note(label);
            return new[] { "red", "blue", "a", "" }[Drawn(label) % 4];
        }

        public static bool Fail(string label)
        {
            Note(label);
            if (Drawn(label) % 2 == 1)
            {
                throw new InvalidOperationException(label);
            }
            return true;
        }

        public static void Show(string label, params object[] values)
        {
            Note(label + " " + string.Join(", ", values));
        }

        /// <summary>What a program does for each of six seeds.</summary>
        public static void Run(string[] served, string[] gone, Func<bool, bool, int, string, int> program)
        {
            var runs = new List<string>();
            for (int seed = 0; seed < 6; seed++)
            {
                Lines.Clear();
                Counts.Clear();
                _served = served;
                _gone = gone;
                _seed = seed;
                string end;
                try
                {
                    string name = new[] { "red", "blue", "a" }[Drawn("s") % 3];
                    end = "gives " + program(Drawn("a") % 2 == 0, Drawn("b") % 2 == 0, Drawn("n") % 4, name);
                }
                catch (Exception failed)
                {
                    end = "fails " + failed.GetType().Name + " " + failed.Message;
                }
                runs.Add(string.Join("\n", Lines) + "\n" + end);
            }
            Console.Write(string.Join("\x01", runs) + "\x02");
        }
    }
}

namespace LaunchDarkly.Sdk
{
    /// <summary>A stub of the real one.</summary>
    public struct Context
    {
    }
}

namespace LaunchDarkly.Sdk.Server
{
    /// <summary>A stub of the real one: the same calls.</summary>
    public class LdClient
    {
        public bool BoolVariation(string key, Context context, bool other)
        {
            return Harness.World.Served(key) == "true";
        }

        public string StringVariation(string key, Context context, string other)
        {
            return Harness.World.Served(key);
        }

        public int IntVariation(string key, Context context, int other)
        {
            return int.Parse(Harness.World.Served(key));
        }
    }
}
