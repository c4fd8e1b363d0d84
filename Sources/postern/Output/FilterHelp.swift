import PolicyQuery

/// What `postern help filter` prints: the language of the filter line and of every `--filter`.
enum FilterHelp {
  static var text: String {
    let keys = QueryKey.allCases.map { key in
      let names = key.names.map { $0 + ":" }.joined(separator: " ")
      return "  \(names)\n      \(key.summary); takes \(key.expectation)\n"
    }
    return """
      A filter is words and terms; a policy is kept where all of them hold.

        acme "two words"    the pattern or the comment holds it, whatever the case
        key:value           a term; a comma lists alternatives: type:ip,domain
        -term               turns a word or a term around
        /acme|emca/         the pattern or the comment matches the expression, whatever the
                            case; without the second slash it is text

      TERMS

      """ + keys.joined() + """

          What looks like a term and is none is refused; in quotes it is looked for as
          text. Addresses, networks and links are text. On the command line every mistake
          in a filter is exit status 2.

        WHAT PATTERNS LET IN
          covers: and opens: ask the patterns themselves, expressions included, in every way in
          which the server may read them, whatever their flags. Where that is undecided the
          policy is listed, and said on standard error; edit and delete leave it out, and those
          too that let in others than the filter names. An expression whose end is not held
          counts as held. Ages count in h, d, w, mo (30 days) and y (365 days).

        EXAMPLES
          postern list --filter 'trusted:yes verify:no'
          postern list --filter 'expires:<2026-12 -finding:none'
          postern list --filter 'opens:oldsupplier.example'
          postern edit --filter 'pattern:=billing@acme.example' --verify on --yes

        """
  }
}
