package import Canvas

/// Where buffers are shown.
///
/// Screens belong to the one thread that polls the terminal; they are not `Sendable`, so the compiler keeps them there.
package protocol Screen: AnyObject {
  var size: Size { get }
  var capabilities: Capabilities { get }

  /// Shows a buffer; what lies beyond the screen is cut, what the buffer does not cover is blank.
  func show(_ buffer: Buffer)
  /// Forgets what is shown, so that the next ``show(_:)`` draws everything.
  func invalidate()
  /// Takes the mouse, or leaves it to the terminal so that text can be selected.
  func setMouse(_ isOn: Bool)
  /// Sets the window's title, where there is one.
  func setTitle(_ title: String)
  /// Puts a text on the clipboard of the terminal.
  func copy(_ text: String) -> Clipboard.Outcome
  func bell()
}
