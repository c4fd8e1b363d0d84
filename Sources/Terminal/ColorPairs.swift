import CNcurses
import Canvas

/// Gives ncurses a pair number for two colours, and keeps it.
struct ColorPairs {
  /// `nil` on a terminal without colours, where ncurses must not be asked for pairs at all: it would crash.
  private let palette: Palette?
  private var known: [Colors: Int32] = [:]

  private struct Colors: Hashable {
    let foreground: Color
    let background: Color
  }

  /// Starts colour where there is any; to be called after `newterm`.
  init() {
    guard has_colors(), start_color() == OK else {
      palette = nil
      return
    }
    let hasDefaults = use_default_colors() == OK
    palette = Palette(colors: Int(cn_colors()), hasDefaults: hasDefaults)
  }

  var colors: Int { palette?.colors ?? 0 }

  mutating func pair(foreground: Color, background: Color) -> Int32 {
    guard let palette else { return 0 }
    let colors = Colors(foreground: foreground, background: background)
    if colors.foreground == .default, colors.background == .default { return 0 }
    if let pair = known[colors] { return pair }
    let pair = alloc_pair(
      palette.number(of: foreground, isBackground: false),
      palette.number(of: background, isBackground: true)
    )
    // ncurses gives the oldest pair anew when all are taken, so what was known may have changed
    if pair > 0 { known = known.filter { $0.value != pair } }
    known[colors] = max(0, pair)
    return max(0, pair)
  }
}
