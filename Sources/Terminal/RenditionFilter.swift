/// Leaves out of what ncurses sends whatever changes no cell.
///
/// ncurses tells both colours anew whenever one of them or an attribute changes, and returns to normal after each
/// update. Here a rendition is sent when something is about to be shown in it, as its difference from what the terminal
/// has, and a blank is let be shown in whichever colour the text before it had: a third of the bytes of a usual frame.
struct RenditionFilter {
  /// What the terminal has; nil where that is not known.
  private var shown: Rendition?
  /// What ncurses takes it to have.
  private var wanted = Rendition()
  private var shownSet: CharacterSet?
  private var wantedSet = CharacterSet()
  private var output: [UInt8] = []

  /// Which characters the bytes stand for: what `ESC (` has put into G0, and whether SO has chosen G1 instead.
  private struct CharacterSet: Equatable {
    var inG0 = UInt8(ascii: "B")
    var isShiftedOut = false
  }

  /// Gives what has to be sent in place of the bytes that ncurses has written since the last call, whole sequences.
  mutating func filter(_ bytes: [UInt8]) -> [UInt8] {
    output.removeAll(keepingCapacity: true)
    var rest = bytes[...]
    while let first = rest.first {
      switch first {
      case 0x1B: rest = rest.dropFirst(sequence(rest))
      case ..<0x20:
        control(first)
        rest.removeFirst()
      default: rest = rest.dropFirst(text(rest))
      }
    }
    return output
  }

  /// Gives what makes the terminal show what follows as ncurses expects it; to be sent before anybody else writes.
  mutating func settled() -> [UInt8] {
    output.removeAll(keepingCapacity: true)
    settle()
    return output
  }

  /// Says that nobody knows what the terminal has: something else has written to it.
  mutating func forget() {
    shown = nil
    shownSet = nil
    wanted = Rendition()
    wantedSet = CharacterSet()
  }

  // MARK: - Parts

  private mutating func text(_ rest: ArraySlice<UInt8>) -> Int {
    let run = rest.prefix { $0 >= 0x20 }
    let blanks = run.prefix { $0 == 0x20 }
    let hasInk = blanks.count < run.count
    if !blanks.isEmpty, shown?.showsBlanksAs(wanted) != true || shownSet != wantedSet {
      // one sequence for both, where the blanks need one
      if hasInk { settle() } else { settleForBlanks() }
    }
    output += blanks
    if hasInk {
      settle()
      output += run[blanks.endIndex...]
    }
    return run.count
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x0E, 0x0F:
      wantedSet.isShiftedOut = byte == 0x0E
      return
    // a line feed may move everything up, and fill the last line with the background
    case 0x0A: settleForBlanks()
    default: break
    }
    output.append(byte)
  }

  /// Takes the sequence that the bytes begin with, and gives its length.
  private mutating func sequence(_ rest: ArraySlice<UInt8>) -> Int {
    let body = rest.dropFirst()
    switch body.first {
    case UInt8(ascii: "["):
      let parameters = body.dropFirst().prefix { (0x20...0x3F).contains($0) }
      let end = parameters.endIndex
      guard end < rest.endIndex else { return passAll(rest) }
      take(command: rest[end], parameters, whole: rest[...end])
      return end + 1 - rest.startIndex
    case UInt8(ascii: "(") where body.count >= 2:
      wantedSet.inG0 = body[body.startIndex + 1]
      return 3
    case UInt8(ascii: "M"):
      settleForBlanks()
      output += rest.prefix(2)
      return 2
    // ncurses keeps the cursor's place while it sets the scrolling region; the terminal keeps the rendition with it
    case UInt8(ascii: "7"), UInt8(ascii: "8"):
      output += rest.prefix(2)
      if body.first == UInt8(ascii: "8") { (shown, shownSet) = (nil, nil) }
      return 2
    default:
      return passAll(rest)
    }
  }

  private mutating func take(command: UInt8, _ parameters: ArraySlice<UInt8>, whole: ArraySlice<UInt8>) {
    switch command {
    case UInt8(ascii: "m"):
      var next = wanted
      if next.take(parameters) {
        wanted = next
        return
      }
      // Nothing is drawn in another one: it goes through, and does not outlast the next text.
      settle()
      shown = nil
    // movements of the cursor, the scrolling region and modes: nothing is shown
    case UInt8(ascii: "A")...UInt8(ascii: "H"), UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "`"),
      UInt8(ascii: "r"), UInt8(ascii: "h"), UInt8(ascii: "l"):
      break
    // erasing, inserting, deleting and scrolling: what comes has the background
    case UInt8(ascii: "J"), UInt8(ascii: "K"), UInt8(ascii: "L"), UInt8(ascii: "M"), UInt8(ascii: "P"),
      UInt8(ascii: "S"), UInt8(ascii: "T"), UInt8(ascii: "X"), UInt8(ascii: "@"):
      settleForBlanks()
    default:
      settle()
    }
    output += whole
  }

  /// Lets everything that is left through, since where it ends is not known.
  private mutating func passAll(_ rest: ArraySlice<UInt8>) -> Int {
    settle()
    output += rest
    forget()
    return rest.count
  }

  // MARK: - Settling

  private mutating func settle() {
    if shownSet != wantedSet {
      if shownSet?.inG0 != wantedSet.inG0 { output += [0x1B, UInt8(ascii: "("), wantedSet.inG0] }
      if shownSet?.isShiftedOut != wantedSet.isShiftedOut { output.append(wantedSet.isShiftedOut ? 0x0E : 0x0F) }
      shownSet = wantedSet
    }
    guard shown != wanted else { return }
    output += wanted.bytes(from: shown)
    shown = wanted
  }

  private mutating func settleForBlanks() {
    guard var near = shown, shownSet == wantedSet else { return settle() }
    if near.showsBlanksAs(wanted) { return }
    near.background = wanted.background
    guard near.showsBlanksAs(wanted) else { return settle() }
    output += near.bytes(from: shown)
    shown = near
  }
}
