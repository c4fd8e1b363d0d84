import Canvas
import PolicyUI
import Terminal
import Theming

/// Whether the screen can be drawn here, and how well.
///
/// Where there is no terminal at all, what the screen would lack is only warned of: commands need none.
struct TerminalChecks {
  let report: TerminalReport
  let environment: [String: String]

  var checks: [Check] { [terminal, term, size, colors, locale] }

  private var hasTerminal: Bool { report.isInputTerminal || report.isOutputTerminal }

  private var terminal: Check {
    let streams = [(report.isInputTerminal, "Standard input"), (report.isOutputTerminal, "Standard output")]
    let missing = streams.filter { !$0.0 }.map(\.1)
    guard let first = missing.first else { return .ok(.terminal, "Standard input and output are a terminal.") }
    let subject = missing.count == 2 ? "Standard input and output are" : "\(first) is"
    return .warning(
      .terminal,
      "\(subject) no terminal: the screen cannot be opened like this. Commands that print need none.",
      advice: "If you want the screen, start it in a terminal, without a pipe."
    )
  }

  private var term: Check {
    guard let refusal = report.refusal else {
      guard report.drawnAs != report.name else {
        return .ok(.term, "TERM is \(report.name), which can show the screen.")
      }
      return .warning(
        .term,
        "This machine has no description of \(report.name): the screen is drawn as for \(report.drawnAs).",
        advice: "If keys or colours are wrong, install \(DescriptionPackage(terminal: report.name).name) (Debian)."
      )
    }
    return hasTerminal
      ? .failed(.term, refusal.what, advice: refusal.advice) : .warning(.term, refusal.what, advice: refusal.advice)
  }

  private var size: Check {
    guard let size = report.size else { return .skipped(.size, because: "No terminal tells its size.") }
    let found = "The terminal has \(Self.text(size))."
    let smallest = AppState.smallest
    guard size.columns >= smallest.columns, size.rows >= smallest.rows else {
      return .failed(.size, found, advice: "Make it \(Self.text(smallest)) at least.")
    }
    return .ok(.size, found)
  }

  private static func text(_ size: Size) -> String { "\(size.columns) columns and \(size.rows) rows" }

  private var colors: Check {
    guard report.refusal == nil else { return .skipped(.colors, because: "TERM has to be in order first.") }
    let depth = ColorDepth(colors: report.colors)
    guard depth != .none else {
      return .ok(.colors, "The terminal has no colours: bold, reverse and underline take their place.")
    }
    let count = report.colors > 256 ? "16 million colours" : "\(report.colors) colours"
    guard depth.limited(by: .auto, environment: environment) == depth else {
      return .ok(.colors, "The terminal has \(count), and NO_COLOR is set: none is used.")
    }
    let promise = environment["COLORTERM", default: ""]
    guard depth != .trueColor, ["truecolor", "24bit"].contains(promise) else {
      return .ok(.colors, "The terminal has \(count).")
    }
    return .ok(
      .colors,
      "The terminal has \(count) by TERM, the nearest of which are used; COLORTERM promises 16 million.",
      advice: "If exact colours matter, set TERM to a description with direct colour, such as xterm-direct."
    )
  }

  private var locale: Check {
    let locale = report.locale
    let variables = "LC_ALL, LC_CTYPE or LANG"
    if !locale.isUTF8 {
      return .warning(
        .locale,
        "No UTF-8 can be written here: everything outside ASCII is drawn as an ASCII sign.",
        advice: "Set \(variables) to a UTF-8 locale that `locale -a` lists."
      )
    }
    if !locale.isInstalled {
      return .warning(
        .locale,
        "This machine does not have the locale that \(variables) names; UTF-8 is written all the same.",
        advice: "Set it to one that `locale -a` lists, such as C.UTF-8."
      )
    }
    if locale.codeset != "UTF-8" {
      return .warning(
        .locale,
        "The locale's characters are \(locale.codeset); UTF-8 is written all the same.",
        advice: "Set \(variables) to a UTF-8 locale such as C.UTF-8; for a terminal without UTF-8 there is --ascii."
      )
    }
    return .ok(.locale, "The locale's characters are UTF-8.")
  }
}
