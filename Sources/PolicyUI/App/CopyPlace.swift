/// Where a text was copied to.
package enum CopyPlace: Hashable, Sendable {
  /// The buffer of the tmux that the screen is in.
  case tmux
  /// The clipboard of the desktop, by this program.
  case desktop(program: String)
  /// It was sent to the terminal, which does not say what becomes of it.
  case terminal
}

extension Message {
  /// What was done with a copied text, and no more than that.
  init(copied bytes: Int, to places: [CopyPlace]) {
    let sure = places.compactMap { place in
      switch place {
      case .tmux: "to tmux's buffer"
      case .desktop(let program): "to the clipboard, by \(program)"
      case .terminal: nil
      }
    }
    let sent = "to the terminal's clipboard; not every terminal takes them"
    if sure.isEmpty {
      self.init("Sent \(bytes) bytes \(sent).")
    } else {
      let rest = places.contains(.terminal) ? ". Sent \(sent)" : ""
      self.init("Copied \(bytes) bytes \(sure.joined(separator: ", and "))\(rest).")
    }
  }
}
