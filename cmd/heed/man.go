package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:     "man FOLDER",
		Short:   "Write the man pages into a folder",
		Example: "  heed man ~/.local/share/man/man1",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return fmt.Errorf("cannot make %s: %w", args[0], plainCause(err))
			}
			return writeManPages(c.Root(), args[0])
		},
	}
}

// writeManPages writes the page of a command, and those of the commands below it.
func writeManPages(c *cobra.Command, folder string) error {
	file := filepath.Join(folder, manName(c)+".1")
	if err := replaceFile(c.Root().Context(), file, func(w io.Writer) error {
		_, err := io.WriteString(w, manPage(c))
		return err
	}); err != nil {
		return err
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			if err := writeManPages(sub, folder); err != nil {
				return err
			}
		}
	}
	return nil
}

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage is a command's page in the macros of man(7). It has no date, which would
// make each run's bytes differ.
func manPage(c *cobra.Command) string {
	c.InitDefaultHelpFlag() // else only the command that runs has it
	var b strings.Builder
	b.WriteString(".nr HY 0\n") // no word is broken: its hyphen would be read as part of a name
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"heed %s\" heed\n", roff(strings.ToUpper(manName(c))), version)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(manName(c)), roff(c.Short))

	b.WriteString(".SH SYNOPSIS\n")
	fmt.Fprintf(&b, "\\fB%s\\fR%s\n", roff(c.CommandPath()), roff(strings.TrimPrefix(c.UseLine(), c.CommandPath())))

	b.WriteString(".SH DESCRIPTION\n")
	manText(&b, cmp.Or(c.Long, c.Short))
	manFlags(&b, "OPTIONS", c.NonInheritedFlags())
	manFlags(&b, "OPTIONS INHERITED FROM PARENT COMMANDS", c.InheritedFlags())
	if c.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.EX\n%s\n.EE\n", roff(c.Example))
	}

	var also []string
	if c.HasParent() {
		also = append(also, manName(c.Parent()))
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			also = append(also, manName(sub))
		}
	}
	for i, name := range also {
		also[i] = fmt.Sprintf("\\fB%s\\fR(1)", roff(name))
	}
	fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", strings.Join(also, ",\n"))
	return b.String()
}

// manText sets paragraphs, which an empty line parts; lines that are indented stay as
// they are. Cobra's own texts of completion have headings, as Markdown has them.
func manText(b *strings.Builder, text string) {
	gap := "" // nothing stands above
	for block := range strings.SplitSeq(strings.Trim(text, "\n"), "\n\n") {
		if heading, is := strings.CutPrefix(block, "#### "); is {
			fmt.Fprintf(b, ".SS %s\n", roff(heading))
			gap = ""
			continue
		}
		b.WriteString(gap)
		as := false // indented lines stand as they are
		for line := range strings.SplitSeq(block, "\n") {
			if indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); indented != as {
				b.WriteString(map[bool]string{true: ".EX\n", false: ".EE\n"}[indented])
				as = indented
			}
			fmt.Fprintf(b, "%s\n", roff(strings.ReplaceAll(line, "\t", "  ")))
		}
		if as {
			b.WriteString(".EE\n")
		}
		gap = ".PP\n"
	}
}

// manFlags tells of flags what --help tells of them.
func manFlags(b *strings.Builder, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(b, ".SH %s\n", title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Deprecated != "" {
			return
		}
		kind, usage := pflag.UnquoteUsage(f)
		b.WriteString(".TP\n")
		if f.Shorthand != "" {
			fmt.Fprintf(b, "\\fB\\-%s\\fR, ", f.Shorthand)
		}
		fmt.Fprintf(b, "\\fB\\-\\-%s\\fR", roff(f.Name))
		switch {
		case kind == "": // a switch
		case f.NoOptDefVal != "":
			fmt.Fprintf(b, "[=\\fI%s\\fR]", roff(kind))
			usage += fmt.Sprintf(" (without one %s)", f.NoOptDefVal)
		default:
			fmt.Fprintf(b, " \\fI%s\\fR", roff(kind))
		}
		// Some tell themselves what is done where they are left out.
		if !slices.Contains([]string{"", "false", "0", "[]"}, f.DefValue) && !strings.Contains(usage, "(default") {
			verb := map[bool]string{true: "%q", false: "%s"}[f.Value.Type() == "string"]
			usage += fmt.Sprintf(" (default "+verb+")", f.DefValue)
		}
		fmt.Fprintf(b, "\n%s\n", roff(usage))
	})
}

// roff escapes text: no line of it is a request, and what can be typed is shown as it
// is typed, where man would set hyphens, curly quotes and accents.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\(rs`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "\n.", "\n\\&.").Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
