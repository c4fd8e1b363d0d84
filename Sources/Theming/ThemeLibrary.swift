import TOMLText

/// The themes that can be chosen: those that come with the program, and the user's own.
package struct ThemeLibrary: Sendable {
  /// What is wrong with files of the user's that could not be added at all; ``warnings(for:)`` tells the rest.
  package private(set) var problems: [ThemeProblem] = []
  private var files: [String: ThemeFile] = [:]
  private var order: [String]
  /// Files that could not be added, by the name under which they would be looked for.
  private var unusable: [String: ThemeProblem] = [:]

  /// The value of `theme` that stands for no theme but for the choice of one.
  package static let automaticName = "auto"

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
    guard file.name != Self.automaticName else {
      throw ThemeProblem(
        file: file.origin,
        key: "name",
        line: file.lines["name"],
        what: "No theme can be called “auto”: that stands for the default theme that suits the background.",
        advice: "Choose another name."
      )
    }
    order.append(file.name)
    files[file.name] = file
  }

  /// Adds every theme of a folder of the user's, such as `themes` beside the configuration; where there is no such
  /// folder there are no themes.
  ///
  /// A file that cannot be used leaves the others alone: it is told in ``problems``, and again to whoever asks for the
  /// theme of that name.
  package mutating func addThemes(in folder: ThemeFolder) {
    do throws(ThemeProblem) {
      for path in try folder.paths() {
        do throws(ThemeProblem) {
          try add(ThemeFile(text: ThemeFolder.text(of: path), origin: path))
        } catch {
          problems.append(error)
          unusable[ThemeFolder.name(of: path)] = error
        }
      }
    } catch {
      problems.append(error)
    }
  }

  /// The file of a theme, before inheritance.
  package func file(named name: String) throws(ThemeProblem) -> ThemeFile {
    if let file = files[name] { return file }
    if let text = ShippedThemes.text(of: name) { return try ThemeFile(text: text, origin: name) }
    if let problem = unusable[name] { throw problem }
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
        if let problem = unusable[parent] { throw problem }
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
