/// The nearest colour that a terminal with few has.
///
/// Distances are squared and weighted 3:4:2, because the eye tells greens apart best and blues worst.
package enum Downsampling {
  /// The entry of xterm's 256 that is nearest to an exact colour, 16–255.
  ///
  /// The first sixteen are never chosen: users set them as they like. The nearest entry of the cube is found one
  /// channel at a time, which is exact, as the distance is a sum over the channels; a grey is taken when it is nearer.
  package static func nearest256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let cube = 16 + 36 * nearestLevel(red) + 6 * nearestLevel(green) + nearestLevel(blue)
    let target = (red, green, blue)
    var best = UInt8(cube)
    var least = distance(target, XtermPalette.components(of: best))
    for grey in UInt8(232)...255 {
      let candidate = distance(target, XtermPalette.components(of: grey))
      if candidate < least {
        least = candidate
        best = grey
      }
    }
    return best
  }

  /// The nearest of the sixteen as xterm has them, 0–15.
  package static func nearest16(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let target = (red, green, blue)
    var best: UInt8 = 0
    var least = Int.max
    for index in UInt8(0)..<16 {
      let candidate = distance(target, XtermPalette.components(of: index))
      if candidate < least {
        least = candidate
        best = index
      }
    }
    return best
  }

  private static func nearestLevel(_ value: UInt8) -> Int {
    var best = 0
    for (index, level) in XtermPalette.levels.enumerated()
    where abs(Int(level) - Int(value)) < abs(Int(XtermPalette.levels[best]) - Int(value)) {
      best = index
    }
    return best
  }

  static func distance(_ one: (UInt8, UInt8, UInt8), _ other: (UInt8, UInt8, UInt8)) -> Int {
    let red = Int(one.0) - Int(other.0)
    let green = Int(one.1) - Int(other.1)
    let blue = Int(one.2) - Int(other.2)
    return 3 * red * red + 4 * green * green + 2 * blue * blue
  }
}

/// What the palette entries look like in xterm, which other terminals follow from 16 on.
package enum XtermPalette {
  /// The six levels of a channel of the cube.
  static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let first: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  /// Red, green and blue of an entry.
  package static func components(of index: UInt8) -> (UInt8, UInt8, UInt8) {
    switch index {
    case ..<16:
      return first[Int(index)]
    case ..<232:
      let place = Int(index) - 16
      return (levels[place / 36], levels[place / 6 % 6], levels[place % 6])
    default:
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    }
  }
}
