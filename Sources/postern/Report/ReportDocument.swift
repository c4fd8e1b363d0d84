import PolicyCore

/// A report as headings, paragraphs, tables and plots: what Markdown and HTML both write, each in its own way.
struct ReportDocument {
  var title: [Text]
  var blocks: [Block] = []

  /// A piece of text.
  enum Text: Hashable {
    /// Our own words.
    case words(String)
    /// What policies, messages or the configuration hold: no writer takes any of it for more than text.
    case outside(String)
    /// A sentence of ours that may quote them.
    case sentence(String)
  }

  enum Block {
    case heading(String)
    case paragraph([Text])
    case facts([Fact])
    case table(Table)
    case bars(Bars)
    case days([PassedMail.Day])
  }

  struct Fact {
    let name: String
    let value: [Text]
  }

  struct Table {
    struct Column {
      let title: String
      var isNumber = false
    }

    let columns: [Column]
    let rows: [[[Text]]]
  }

  /// Numbers with bars, each as long as its share of the highest.
  struct Bars {
    struct Bar {
      let label: Text
      let count: Int
      /// Nil where there is nothing of which it is a share.
      let share: String?
      var level: FindingLevel?
    }

    /// What is counted: the title of the column.
    let unit: String
    let bars: [Bar]
    /// How many lower ones are left out.
    var others = 0

    var most: Int { bars.map(\.count).max() ?? 0 }
  }
}

extension ReportDocument.Table {
  /// A column whose title ends with `#` has numbers.
  init(_ titles: [String], _ rows: [[[ReportDocument.Text]]]) {
    columns = titles.map { title in
      title.hasSuffix("#") ? Column(title: String(title.dropLast()), isNumber: true) : Column(title: title)
    }
    self.rows = rows
  }
}
