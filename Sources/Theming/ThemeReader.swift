import Canvas
import TOMLKit
import TOMLText

/// Takes a theme file apart, and collects what makes no sense in it.
struct ThemeReader {
  let lines: KeyLines
  private(set) var warnings: [ThemeProblem] = []
  private let table: TOMLTable
  private let origin: String

  init(text: String, origin: String) throws(ThemeProblem) {
    self.origin = origin
    do {
      let parsed = try TOMLText(text)
      lines = parsed.lines
      table = parsed.table
    } catch {
      throw ThemeProblem(
        file: origin,
        line: error.line,
        column: error.column,
        what: "This is not TOML: \(error.what).",
        advice: "Correct this line."
      )
    }
  }

  func name() throws(ThemeProblem) -> String {
    guard let name = table["name"]?.string, !name.isEmpty else {
      throw ThemeProblem(
        file: origin,
        key: "name",
        line: lines["name"],
        what: "The theme has no name.",
        advice: "Add a line such as name = \"night-shift\"."
      )
    }
    return name
  }

  mutating func string(_ key: String) -> String? {
    guard let value = table[key] else { return nil }
    if let text = value.string { return text }
    warn([key], "This must be text in quotation marks.", "It was left out of account.")
    return nil
  }

  mutating func choice<Choice>(_ key: String, of _: Choice.Type) -> Choice?
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    guard let text = string(key) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    warn([key], "“\(text)” is not one of: \(choices).", "Choose one of them.")
    return nil
  }

  mutating func palette() -> [String: PaletteColor] {
    var palette: [String: PaletteColor] = [:]
    for (name, value) in section("palette") {
      guard let color = Self.color(value) else {
        warn(
          ["palette", name],
          "This is not a colour.",
          "Write \"#rrggbb\", [\"#rrggbb\", 0–255, \"bright-red\"], or one of the sixteen names alone."
        )
        continue
      }
      palette[name] = color
    }
    return palette
  }

  mutating func roles() -> [String: ThemeFile.RoleValue] {
    var roles: [String: ThemeFile.RoleValue] = [:]
    collectRoles(section("roles"), below: [], into: &roles)
    return roles
  }

  mutating func reportUnknownKeys() {
    for key in table.keys where !ThemeFile.keys.contains(key) {
      warn([key], "There is no such key.", "The keys are: \(ThemeFile.keys.joined(separator: ", ")).")
    }
  }

  private mutating func section(_ key: String) -> [(name: String, value: any TOMLValueConvertible)] {
    guard let value = table[key] else { return [] }
    guard let section = value.table else {
      warn([key], "This must be a table.", "Write [\(key)] on a line of its own.")
      return []
    }
    return section.map { (name: $0.0, value: $0.1) }
  }

  /// Walks down dotted keys: `diff.add = "green"` is a table `diff` with a key `add` to the parser.
  private mutating func collectRoles(
    _ entries: [(name: String, value: any TOMLValueConvertible)],
    below path: [String],
    into roles: inout [String: ThemeFile.RoleValue]
  ) {
    for (name, value) in entries {
      let place = path + [name]
      let role = place.joined(separator: ".")
      guard Role.allNames.contains(role) else {
        warn(["roles"] + place, "There is no role “\(role)”.", "It was left out of account.")
        continue
      }
      if let color = value.string {
        roles[role] = ThemeFile.RoleValue(foreground: color)
      } else if let inner = value.table {
        let keys = Set(inner.keys)
        if keys.isDisjoint(with: ["fg", "bg", "attrs"]), !keys.isEmpty {
          collectRoles(inner.map { (name: $0.0, value: $0.1) }, below: place, into: &roles)
        } else {
          roles[role] = look(inner, at: ["roles"] + place)
        }
      } else {
        warn(["roles"] + place, "This is neither a colour nor { fg, bg, attrs }.", "It was left out of account.")
      }
    }
  }

  private mutating func look(_ table: TOMLTable, at path: [String]) -> ThemeFile.RoleValue {
    var look = ThemeFile.RoleValue()
    for (key, value) in table {
      switch key {
      case "fg" where value.string != nil: look.foreground = value.string
      case "bg" where value.string != nil: look.background = value.string
      case "attrs" where value.array != nil:
        for name in value.array?.map({ $0.string ?? "" }) ?? [] {
          if let attribute = ThemeFile.attributeNames[name] {
            look.attributes.insert(attribute)
          } else {
            let names = ThemeFile.attributeNames.keys.sorted().joined(separator: ", ")
            warn(path + [key], "There is no attribute “\(name)”.", "There are: \(names).")
          }
        }
      default:
        warn(path + [key], "This makes no sense here.", "A role takes fg and bg (text) and attrs (a list of text).")
      }
    }
    return look
  }

  /// A colour as the palette writes it; nil for anything else.
  private static func color(_ value: any TOMLValueConvertible) -> PaletteColor? {
    if let text = value.string { return PaletteColor(text) }
    guard let list = value.array, (1...3).contains(list.count),
      case .exact(let red, let green, let blue, _, _)? = list[0].string.flatMap(PaletteColor.init(hex:))
    else { return nil }
    var indexed: UInt8?
    var ansi: PaletteColor.AnsiChoice?
    if list.count > 1 {
      guard let number = list[1].int, let index = UInt8(exactly: number) else { return nil }
      indexed = index
    }
    if list.count > 2 {
      guard let choice = list[2].string.flatMap(PaletteColor.named) else { return nil }
      ansi = choice
    }
    return .exact(red: red, green: green, blue: blue, indexed: indexed, ansi: ansi)
  }

  private mutating func warn(_ path: [String], _ what: String, _ advice: String) {
    let key = path.joined(separator: ".")
    warnings.append(
      ThemeProblem(
        file: origin,
        key: key,
        line: lines[key],
        what: what,
        advice: advice
      )
    )
  }
}

extension PaletteColor {
  /// A colour as text: `#rrggbb`, one of the sixteen names, or `default`.
  init?(_ text: String) {
    if let exact = PaletteColor(hex: text) {
      self = exact
    } else if let choice = Self.named(text) {
      self.init(choice)
    } else {
      return nil
    }
  }
}
