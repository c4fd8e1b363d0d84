import Canvas

/// A key as the kitty keyboard protocol or xterm's modifyOtherKeys tells it: by its number.
///
/// `CSI code:shifted:base ; modifiers:event ; text u`, of which all but the code may be left out. What a terminal
/// without either sends for the same keys is the measure: ctrl-m is Enter here too, and ctrl-[ is Escape.
struct KeyReport {
  private let code: Int
  /// What the key types with shift, where the terminal tells.
  private let shifted: Int?
  /// The key at the same place of the standard layout, where the terminal tells.
  private let base: Int?
  private let held: HeldKeys
  /// What is typed, where the terminal tells, or an input method has written it.
  private let text: [Int]

  /// More than a person dictates at once; what is longer is cut.
  private static let longestText = 256

  /// Nil where the modifiers are none.
  init?(_ parameters: SequenceParameters) {
    guard parameters.count <= 3, let held = HeldKeys(parameters, field: 1) else { return nil }
    self.held = held
    code = parameters.number(0) ?? 1
    shifted = parameters.number(0, part: 1)
    base = parameters.number(0, part: 2)
    text = parameters.parts(2)
  }

  /// Nil where the modifiers are none.
  init?(modifyOtherKeys parameters: SequenceParameters) {
    guard let code = parameters.number(2), let held = HeldKeys(parameters, field: 1) else { return nil }
    self.code = code
    self.held = held
    shifted = nil
    base = nil
    text = []
  }

  /// What was pressed, or typed; empty for a release, and for a key that means nothing by itself.
  var keys: [KeyPress] {
    guard !held.isRelease else { return [] }
    if let key = Self.named[code] { return press(key) }
    let typed = characters
    if !typed.isEmpty { return typed.count == 1 ? [press(typed[0])] : typed.map { KeyPress($0) } }
    // numbers of keys that type nothing: locks, media keys, the modifiers themselves
    guard !(0xE000...0xF8FF).contains(code), let scalar = Self.scalar(code) else { return [] }
    if held.modifiers.contains(.shift), let shifted = shifted.flatMap(Self.scalar) {
      return press(.character(Character(shifted)))
    }
    return press(.character(Character(scalar)))
  }

  private func press(_ key: Key) -> [KeyPress] {
    guard let press = held.press(key) else { return [] }
    switch (press.key, press.modifiers) {
    case (.character("m"), .ctrl), (.character("j"), .ctrl): return [KeyPress(.enter)]
    case (.character("i"), .ctrl): return [KeyPress(.tab)]
    case (.character("["), .ctrl): return [KeyPress(.escape)]
    default: return [with(base: press)]
    }
  }

  private func press(_ typed: Character) -> KeyPress { with(base: KeyPress(typed)) }

  private func with(base press: KeyPress) -> KeyPress {
    guard let scalar = base.flatMap(Self.scalar), scalar.isASCII else { return press }
    return press.standing(at: Character(scalar))
  }

  /// The text, if it is typed and no command.
  private var characters: [Character] {
    guard held.modifiers.isDisjoint(with: [.ctrl, .alt]), !held.isForeign else { return [] }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.prefix(Self.longestText).compactMap(Self.scalar))
    return Array(String(view))
  }

  /// A scalar that a key can type: no control, none of ASCII or of Latin-1.
  private static func scalar(_ value: Int) -> Unicode.Scalar? {
    guard value >= 0x20, !(0x7F...0x9F).contains(value), let value = UInt32(exactly: value) else { return nil }
    return Unicode.Scalar(value)
  }

  /// Those of ASCII's controls that have keys, and the numbers of kitty's own.
  private static let named: [Int: Key] = {
    var named: [Int: Key] = [
      8: .backspace, 9: .tab, 10: .enter, 13: .enter, 27: .escape, 127: .backspace,
      57_409: .character("."), 57_410: .character("/"), 57_411: .character("*"), 57_412: .character("-"),
      57_413: .character("+"), 57_414: .enter, 57_415: .character("="), 57_416: .character(","), 57_417: .left,
      57_418: .right, 57_419: .up, 57_420: .down, 57_421: .pageUp, 57_422: .pageDown, 57_423: .home, 57_424: .end,
      57_425: .insert, 57_426: .delete,
    ]
    for digit in 0...9 { named[57_399 + digit] = .character(Character("\(digit)")) }
    for number in 13...35 { named[57_363 + number] = .function(number) }
    return named
  }()
}
