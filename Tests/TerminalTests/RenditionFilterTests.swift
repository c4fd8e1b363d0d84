import Testing
import TestSupport

@testable import Terminal

/// What the filter leaves out must change no cell: an independent little terminal shows both streams.
@Suite("What ncurses sends, made shorter") struct RenditionFilterTests {
  private static func filtered(_ frames: [String]) -> [String] {
    var filter = RenditionFilter()
    return frames.map { String(decoding: filter.filter(Array($0.utf8)), as: UTF8.self) }
  }

  @Test("a colour that stays is not told again, and normal between frames not at all")
  func short() {
    let frame =
      "\u{1B}[37m\u{1B}[40mname \u{1B}(B\u{1B}[0;1m\u{1B}[37m\u{1B}[40mon\u{1B}(B\u{1B}[0m\u{1B}[37m\u{1B}[40m  -"
    let frames = Self.filtered([frame + "\u{1B}[39;49m\u{1B}(B\u{1B}[m", frame + "\u{1B}[39;49m\u{1B}(B\u{1B}[m"])
    #expect(frames[0] == "\u{1B}(B\u{0F}\u{1B}[0;37;40mname \u{1B}[1mon  \u{1B}[22m-")
    #expect(frames[1] == "name \u{1B}[1mon  \u{1B}[22m-")
  }

  @Test(
    "the rendition that follows is the same, whatever the notation",
    arguments: [
      ("\u{1B}[38;5;248m\u{1B}[48;5;234mx", "\u{1B}[0;38;5;248;48;5;234mx"),
      ("\u{1B}[38:2::1:2:3mx", "\u{1B}[0;38:2::1:2:3mx"), ("\u{1B}[38;2;1;2;3mx", "\u{1B}[0;38;2;1;2;3mx"),
      ("\u{1B}[1;2;31mx\u{1B}[22;1my", "\u{1B}[0;1;2;31mx\u{1B}[22;1my"),
      ("\u{1B}[7m \u{1B}[27m x", "\u{1B}[0;7m \u{1B}[m x"),
      ("\u{1B}[;31mx", "\u{1B}[0;31mx"), ("\u{1B}[91;104mx\u{1B}[39my", "\u{1B}[0;91;104mx\u{1B}[39my"),
    ]
  )
  func notations(_ given: String, _ sent: String) {
    #expect(Self.filtered([given]) == ["\u{1B}(B\u{0F}" + sent])
  }

  @Test("what is not known goes through as it is, and the next is told in full")
  func unknown() {
    let sent = Self.filtered(["\u{1B}[31mx\u{1B}[58;5;1my\u{1B}[38;5mz\u{1B}]0;title"])
    #expect(sent == ["\u{1B}(B\u{0F}\u{1B}[0;31mx\u{1B}[58;5;1m\u{1B}[0;31my\u{1B}[38;5m\u{1B}[0;31mz\u{1B}]0;title"])
  }

  @Test("around a scrolled region, where the terminal keeps the rendition too, what follows is still shortened")
  func region() {
    let scroll = "\u{1B}7\u{1B}[2;9r\u{1B}8\n\u{1B}7\u{1B}[1;24r\u{1B}8"
    let sent = Self.filtered(["\u{1B}[31mx\u{1B}[m" + scroll + "\u{1B}[31my\u{1B}[39;49m\u{1B}[m\u{1B}[31mz"])
    let region = "\u{1B}7\u{1B}[2;9r\u{1B}8\u{1B}(B\u{0F}\u{1B}[m\n\u{1B}7\u{1B}[1;24r\u{1B}8"
    #expect(sent == ["\u{1B}(B\u{0F}\u{1B}[0;31mx" + region + "\u{1B}(B\u{0F}\u{1B}[0;31myz"])
  }

  @Test("settling gives the terminal over as ncurses believes it to be, once")
  func settling() {
    var filter = RenditionFilter()
    #expect(filter.filter(Array("\u{1B}[31mx\u{1B}[m".utf8)) == Array("\u{1B}(B\u{0F}\u{1B}[0;31mx".utf8))
    #expect(filter.settled() == Array("\u{1B}[m".utf8))
    #expect(filter.settled().isEmpty)
    filter.forget()
    #expect(filter.filter(Array("y".utf8)) == Array("\u{1B}(B\u{0F}\u{1B}[my".utf8))
  }

  @Test("random frames show the same, in fewer bytes")
  func random() {
    var (given, sentInAll) = (0, 0)
    var generator = SeededGenerator.announced("RenditionFilterTests.random")
    for _ in 0..<400 {
      var filter = RenditionFilter()
      var (whole, short) = (ModelTerminal(), ModelTerminal())
      for frame in 0..<Int.random(in: 1...4, using: &generator) {
        var bytes = Array(Self.frame(using: &generator).utf8)
        if frame == 0 { bytes = Array("\u{1B}(B\u{0F}\u{1B}[m".utf8) + bytes }
        let sent = filter.filter(bytes)
        whole.take(bytes)
        short.take(sent)
        (given, sentInAll) = (given + bytes.count, sentInAll + sent.count)
        #expect(whole.picture == short.picture, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
      let rest = filter.settled()
      short.take(rest)
      #expect(whole.rendition == short.rendition)
    }
    #expect(sentInAll < given)
  }

  private static func frame(using generator: inout SeededGenerator) -> String {
    let pieces = [
      "\u{1B}[m", "\u{1B}(B\u{1B}[m", "\u{1B}[0;1m", "\u{1B}[1m", "\u{1B}[2m", "\u{1B}[22m", "\u{1B}[3m", "\u{1B}[23m",
      "\u{1B}[4m", "\u{1B}[24m", "\u{1B}[7m", "\u{1B}[27m", "\u{1B}[31m", "\u{1B}[97m", "\u{1B}[39m", "\u{1B}[44m",
      "\u{1B}[49m", "\u{1B}[39;49m", "\u{1B}[38;5;248m", "\u{1B}[48;5;234m", "\u{1B}[48;2;1;2;3m", "\u{1B}[38:5:9m",
      "a", "bc", " ", "   ", "é…", "x y", "\r", "\n", "\u{8}", "\u{1B}[K", "\u{1B}[1K", "\u{1B}[3X", "\u{1B}[2;3H",
      "\u{1B}[C", "\u{1B}[1;1H", "\u{1B}M", "\u{1B}[J", "\u{0E}q", "\u{0F}", "\u{1B}(0q\u{1B}(B",
    ]
    return generator.text(of: pieces, upTo: 40)
  }
}

/// As much of a terminal as the frames above use, 3 rows of 12 columns, written without a look at the filter.
private struct ModelTerminal {
  struct Rendition: Equatable, CustomStringConvertible {
    var on: Set<Int> = []
    var ink = "39"
    var ground = "49"
    var letters = "B"
    var isOut = false

    var description: String { "\(on.sorted()) \(ink) on \(ground), \(letters) \(isOut)" }
  }

  private struct Cell: Equatable {
    var letter: Character = " "
    var rendition = Rendition()

    /// What an eye can tell.
    var look: String {
      let seen = rendition.on.intersection([4, 7])
      guard letter == " " else { return "\(letter) \(rendition)" }
      return seen.isEmpty ? "blank on \(rendition.ground)" : "blank \(seen.sorted()) \(rendition)"
    }
  }

  private(set) var rendition = Rendition()
  private var rows = Array(repeating: Array(repeating: Cell(), count: 12), count: 3)
  private var row = 0
  private var column = 0

  var picture: [[String]] { rows.map { $0.map(\.look) } + [["\(row) \(column)"]] }

  mutating func take(_ bytes: [UInt8]) {
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": escape(&rest)
      case "\r": column = 0
      case "\u{8}": column = max(0, column - 1)
      case "\n": lineFeed()
      case "\u{0E}": rendition.isOut = true
      case "\u{0F}": rendition.isOut = false
      default: put(Character(scalar))
      }
    }
  }

  private var blank: Cell {
    var cell = Cell()
    cell.rendition.ground = rendition.ground
    return cell
  }

  private mutating func put(_ letter: Character) {
    guard column < 12 else { return }
    rows[row][column] = Cell(letter: letter, rendition: rendition)
    column += 1
  }

  private mutating func lineFeed() {
    guard row == 2 else { return row += 1 }
    rows.removeFirst()
    rows.append(Array(repeating: blank, count: 12))
  }

  private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
    switch rest.popFirst() {
    case "(": rendition.letters = rest.popFirst().map { String($0) } ?? "B"
    case "M":
      guard row == 0 else { return row -= 1 }
      rows.removeLast()
      rows.insert(Array(repeating: blank, count: 12), at: 0)
    case "[":
      var parameters = ""
      while let scalar = rest.popFirst() {
        if scalar.value >= 0x40 { return run(String(scalar), parameters) }
        parameters.unicodeScalars.append(scalar)
      }
    default: break
    }
  }

  private mutating func run(_ command: String, _ parameters: String) {
    let numbers = parameters.split(separator: ";").map { Int($0) ?? 0 }
    switch command {
    case "C": column = min(12, column + 1)
    case "H": (row, column) = (numbers[0] - 1, numbers[1] - 1)
    case "J": for place in row..<3 { rows[place] = Array(repeating: blank, count: 12) }
    case "K": for place in numbers == [1] ? 0..<min(12, column + 1) : column..<12 { rows[row][place] = blank }
    case "X": for place in column..<min(12, column + (numbers.first ?? 1)) { rows[row][place] = blank }
    case "m": select(parameters)
    default: break
    }
  }

  private mutating func select(_ parameters: String) {
    var parts = parameters.split(separator: ";", omittingEmptySubsequences: false).map(String.init)[...]
    while let part = parts.popFirst() {
      let head = Int(part.prefix { $0 != ":" }) ?? 0
      switch head {
      case 0: (rendition.on, rendition.ink, rendition.ground) = ([], "39", "49")
      case 1...9: rendition.on.insert(head)
      case 22: rendition.on.subtract([1, 2])
      case 23...29: rendition.on.remove(head - 20)
      case 38, 48:
        let count = part.contains(":") ? 0 : parts.first == "5" ? 2 : 4
        let colour = ([part] + parts.prefix(count)).joined(separator: ";").dropFirst(2)
        parts.removeFirst(count)
        if head == 38 { rendition.ink = String(colour) } else { rendition.ground = String(colour) }
      case 30...39, 90...97: rendition.ink = part
      default: rendition.ground = part
      }
    }
  }
}
