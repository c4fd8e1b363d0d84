/// The list of keys, opened from one place.
package struct HelpState: Hashable, Sendable {
  /// Its commands come first.
  package let context: CommandContext
  package var top = 0

  package init(context: CommandContext) {
    self.context = context
  }
}
