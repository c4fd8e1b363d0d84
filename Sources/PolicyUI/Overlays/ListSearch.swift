package import Canvas
import Theming

/// What is looked for in a list: words that a row has to hold, whatever the case.
package struct ListSearch: Equatable, Sendable {
  package var field = TextField(limit: 100)
  /// Whether it has the keyboard.
  package var isTyping = false

  package init() {}

  private var words: [String] { field.text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init) }

  var isEmpty: Bool { words.isEmpty }

  func finds(_ text: String) -> Bool {
    let (words, text) = (words, text.lowercased())
    return !words.isEmpty && words.allSatisfy(text.contains)
  }

  /// The nearest row behind a place, or before it, that it finds, past the end going on at the other one; nil for none.
  func next(from place: Int, isForward: Bool, in texts: [String]) -> Int? {
    let step = isForward ? 1 : texts.count - 1
    var row = place
    for _ in texts.indices {
      row = (row + step) % texts.count
      if finds(texts[row]) { return row }
    }
    return nil
  }
}

/// A layer with a list that can be searched.
protocol SearchedLayer: ScreenLayer {
  var search: ListSearch { get set }
  /// The row that the keyboard is on, or the first one in sight.
  var place: Int { get set }
  /// What stands in each row.
  func texts(in state: AppState) -> [String]
}

extension SearchedLayer {
  /// Carries out what belongs to the search; nil for any other command.
  mutating func searching(_ command: CommandID, in state: inout AppState) -> LayerAnswer? {
    switch command {
    case .helpSearch: search.isTyping = true
    case .lineAccept where search.isTyping: search.isTyping = false
    case .cancel where search.isTyping, .interrupt where search.isTyping: search = ListSearch()
    case .back where !search.isEmpty: search = ListSearch()
    case .matchNext: go(isForward: true, in: &state)
    case .matchPrevious: go(isForward: false, in: &state)
    case .choiceDown where search.isTyping: go(isForward: true, in: &state)
    case .choiceUp where search.isTyping: go(isForward: false, in: &state)
    default: return nil
    }
    return .stay()
  }

  private mutating func go(isForward: Bool, in state: inout AppState) {
    guard !search.isEmpty else {
      let text = "Nothing is looked for: \(state.key(.helpSearch, in: .history)) asks for it."
      state.message = Message(text, tone: .warning)
      return
    }
    guard let found = search.next(from: place, isForward: isForward, in: texts(in: state)) else {
      state.message = Message("Nothing here holds “\(search.field.text)”.", tone: .warning)
      return
    }
    place = found
  }

  /// Takes a key of the search, and goes to the first row that it finds from where the keyboard is.
  mutating func typeSearch(_ key: KeyPress, in state: AppState) {
    guard search.isTyping, search.field.handle(key) == .changed else { return }
    goToFirst(in: state)
  }

  private mutating func goToFirst(in state: AppState) {
    let texts = texts(in: state)
    guard texts.indices.contains(place), !search.finds(texts[place]) else { return }
    if let found = search.next(from: place, isForward: true, in: texts) { place = found }
  }

  /// Where the keyboard is, and how many rows are found: `12 of 268, 3 found`.
  func position(in state: AppState) -> String {
    let texts = texts(in: state)
    guard !texts.isEmpty else { return "" }
    let found = search.isEmpty ? "" : ", \(texts.count(where: search.finds).grouped) found"
    return "\((place + 1).grouped) of \(texts.count.grouped)\(found)"
  }
}

extension AppState {
  /// Draws the line of a search that has the keyboard in the place of the keys.
  func draw(_ search: ListSearch, into buffer: inout Buffer, in line: Rect) {
    search.field.draw(
      into: &buffer,
      in: line,
      label: TextRun("/", theme[.accent]),
      labelWidth: 2,
      styles: theme.field(),
      placeholder: "words that a row has to hold",
      isFocused: true
    )
  }
}
