/// The themes that can be chosen: those that come with the program, and the user's own.
package struct ThemeLibrary: Sendable {
  private var files: [String: ThemeFile] = [:]
  private var order: [String]

  /// The themes that come with the program; each is read when it is first asked for.
  package static let shipped = ThemeLibrary(order: ShippedThemes.names)

  private init(order: [String]) {
    self.order = order
  }

  /// The names of all themes, the program's own first.
  package var names: [String] { order }

  /// Adds a theme of the user's; one with a name that is taken is refused.
  package mutating func add(_ file: ThemeFile) throws(ThemeProblem) {
    guard !order.contains(file.name) else {
      throw ThemeProblem(
        file: file.origin,
        key: "name",
        line: file.lines["name"],
        what: "There is a theme “\(file.name)” already.",
        advice: "Choose another name; inherits = \"\(file.name)\" takes over what that one has."
      )
    }
    order.append(file.name)
    files[file.name] = file
  }

  /// The file of a theme, before inheritance.
  package func file(named name: String) throws(ThemeProblem) -> ThemeFile {
    if let file = files[name] { return file }
    if let text = ShippedThemes.text(of: name) { return try ThemeFile(text: text, origin: name) }
    throw ThemeProblem(
      file: name,
      what: "There is no theme “\(name)”.",
      advice: "The themes are: \(order.joined(separator: ", "))."
    )
  }

  /// The theme of that name with everything that it inherits, for a terminal with this number of colours.
  package func theme(named name: String, depth: ColorDepth = .trueColor) throws(ThemeProblem) -> Theme {
    try ThemeResolution(chain(of: name)).theme(depth: depth)
  }

  /// What is to be said about a theme that works nevertheless: unknown names, and what makes no sense.
  package func warnings(for name: String) throws(ThemeProblem) -> [ThemeProblem] {
    let chain = try chain(of: name)
    return chain[0].warnings + ThemeResolution(chain).warnings
  }

  /// The theme for `theme = "auto"`: the default one for a dark or a light background.
  ///
  /// Never fails: attributes alone are what is left if the program's own file were damaged.
  package func automatic(for variant: Theme.Variant, depth: ColorDepth = .trueColor) -> Theme {
    (try? theme(named: "default-\(variant.rawValue)", depth: depth)) ?? .plain
  }

  /// A theme and those that it inherits from, nearest first.
  private func chain(of name: String) throws(ThemeProblem) -> [ThemeFile] {
    var chain = [try file(named: name)]
    while let last = chain.last, let parent = last.inherits {
      if chain.contains(where: { $0.name == parent }) {
        let circle = (chain.map(\.name) + [parent]).joined(separator: " → ")
        throw ThemeProblem(
          file: last.origin,
          key: "inherits",
          line: last.lines["inherits"],
          what: "Themes inherit in a circle: \(circle).",
          advice: "Take one of the inherits lines out."
        )
      }
      guard order.contains(parent) else {
        throw ThemeProblem(
          file: last.origin,
          key: "inherits",
          line: last.lines["inherits"],
          what: "There is no theme “\(parent)” to inherit from.",
          advice: "The themes are: \(order.joined(separator: ", "))."
        )
      }
      chain.append(try file(named: parent))
    }
    return chain
  }
}
