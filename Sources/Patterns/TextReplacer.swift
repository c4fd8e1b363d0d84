import CPCRE2

/// Puts other text in place of what an expression finds; compiled once.
package struct TextReplacer: ~Copyable {
  private var program: PatternRegex.Program
  private let template: String

  /// In the template `$1` stands for what the first group found, `$0` for all that was found, `$$` for a dollar sign.
  ///
  /// Throws why the expression is none.
  package init(_ expression: String, with template: String) throws(RegexProblem) {
    switch PatternRegex.Program.compile(expression) {
    case .success(let program): self.program = program
    case .failure(let refusal):
      throw RegexProblem(reason: refusal.reason, byteOffset: refusal.byteOffset, in: expression)
    }
    self.template = template
  }

  deinit {
    var program = program
    program.free()
  }

  /// The text with everything replaced that is found; nil where that takes too long, gets too large, or the template
  /// names a group that is not there.
  package func replacing(in text: String) -> String? { program.substitute(template, in: text) }
}
