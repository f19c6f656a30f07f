package main

import (
	"fmt"

	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/source"

	"github.com/spf13/cobra"
)

func newLessons() *cobra.Command {
	c := &cobra.Command{
		Use:   "lessons",
		Short: "List the lessons that ship with heed",
		Long: `List the lessons that ship with heed. A lesson is a worked example in a YAML
file: vectors, maps, and what is stated of them. Start your own from one:

  heed lessons show money-bank-told > mine.yaml
  heed walk --source mine.yaml`,
		Example: "  heed lessons\n  heed lessons show money-bank-told\n  heed lessons schema",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, name := range source.Lessons() {
				data, err := source.Lesson(name)
				if err != nil {
					return err
				}
				l, err := yaml.Parse(name, data)
				if err != nil {
					return err
				}
				mark := ""
				if name == lessons.Default {
					mark = " (the default)"
				}
				fmt.Fprintf(c.OutOrStdout(), "%-18s %s%s\n", name, l.Title, mark)
			}
			return nil
		},
	}
	c.AddCommand(printLesson(&cobra.Command{
		Use:     "show NAME",
		Short:   "Print a lesson's file",
		Example: "  heed lessons show river-bank",
	}, source.Lesson), printLesson(&cobra.Command{
		Use:   "record NAME",
		Short: "Print the record of the training of a lesson that was learned",
		Long: `Print the record of the training of a lesson that was learned, as JSON: its
vectors, maps and watched phrases at every recorded step.`,
		Example: "  heed lessons record learned-2d",
	}, source.LessonRecord), &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of lesson files",
		Long:    "Print the JSON Schema of lesson files, for editors that check and complete YAML by it.",
		Example: "  heed lessons schema > lesson.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(lesson.Schema)
			return err
		},
	})
	return c
}

// printLesson completes a verb that prints a file of a shipped lesson.
func printLesson(c *cobra.Command, file func(name string) ([]byte, error)) *cobra.Command {
	c.Args = cobra.ExactArgs(1)
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return source.Lessons(), cobra.ShellCompDirectiveNoFileComp
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		data, err := file(args[0])
		if err != nil {
			return err
		}
		_, err = c.OutOrStdout().Write(data)
		return err
	}
	return c
}
