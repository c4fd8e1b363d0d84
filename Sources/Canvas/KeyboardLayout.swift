extension KeyPress {
  /// The press as a standard Latin layout would have it; `nil` where what was typed is of ASCII already.
  ///
  /// For whoever looks a command up, once the key itself has no meaning: `о` of a Russian keyboard lies where `j` does.
  /// Where the terminal told the place of the key, that counts; else the tables of the common layouts do.
  package var onLatinLayout: KeyPress? {
    guard case .character(let typed) = key, !typed.isASCII else { return nil }
    let small = Self.single(typed.lowercased()) ?? typed
    let isCapital = small != typed || modifiers.contains(.shift)
    guard let place = place ?? KeyboardLayout.places[small] else { return nil }
    guard isCapital else { return KeyPress(.character(place), modifiers) }
    return KeyPress(.character(KeyboardLayout.shifted[place] ?? place), modifiers.union(.shift))
  }

  /// This press, of the key that types `place` on the standard layout.
  package func standing(at place: Character) -> KeyPress { KeyPress(self, place: place) }
}

/// Where the keys of other scripts lie, by the keys of the standard Latin layout.
private enum KeyboardLayout {
  private static let latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"

  /// Row by row as ``latin`` is, with a blank where a layout types ASCII.
  ///
  /// The first layout that has a letter decides.
  private static let layouts = [
    "йцукенгшщзхъфывапролджэячсмитьбю ё",  // Russian
    "йцукенгшщзхїфівапролджєячсмитьбю ґ",  // Ukrainian
    " ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ   ",  // Greek
    "  קראטוןםפ  שדגכעיחלךף זסבהנמצתץ  ",  // Hebrew
  ]

  /// What keys that are no letters type with shift.
  static let shifted: [Character: Character] = [
    "[": "{", "]": "}", ";": ":", "'": "\"", ",": "<", ".": ">", "/": "?", "`": "~",
  ]

  /// The key that a small letter lies on.
  static let places: [Character: Character] = {
    var places: [Character: Character] = [:]
    for layout in layouts {
      for (letter, place) in zip(layout, latin) where letter != " " && places[letter] == nil { places[letter] = place }
    }
    return places
  }()
}
