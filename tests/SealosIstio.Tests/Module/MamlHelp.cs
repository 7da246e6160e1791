using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SealosIstio.Tests.Module;

/// <summary>
/// Renders en-US/SealosIstio.dll-Help.xml, which Get-Help reads: beside the module manifest, the only place where PowerShell looks
/// for the help of a manifest that has a binary as its root module.
/// </summary>
internal static class MamlHelp
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Render(IEnumerable<(CmdletMetadata Cmdlet, HelpTopic Topic)> topics)
    {
        var root = new XElement(
            Items + "helpItems",
            new XAttribute("schema", "maml"),
            topics.Select(pair => CommandElement(pair.Cmdlet, pair.Topic))
        );
        var text = new StringBuilder();
        var settings = new XmlWriterSettings
        {
            Indent = true,
            OmitXmlDeclaration = true,
            NewLineChars = "\n",
        };
        using (var writer = XmlWriter.Create(text, settings))
            root.Save(writer);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    /// <summary>The parameters of a set as PowerShell shows them: by position, then mandatory ones, then the others.</summary>
    public static IEnumerable<CmdletParameter> InOrder(CmdletMetadata cmdlet, string? set) =>
        cmdlet
            .Parameters.Where(parameter => parameter.PlaceIn(set) is not null)
            .OrderBy(parameter => parameter.PlaceIn(set)!.Position ?? int.MaxValue)
            .ThenBy(parameter => !parameter.PlaceIn(set)!.IsMandatory)
            .ThenBy(parameter => parameter.Name, StringComparer.Ordinal);

    /// <summary>How a parameter takes pipeline input, in Get-Help's words.</summary>
    public static string PipelineInput(CmdletParameter parameter)
    {
        var byValue = parameter.Sets.Values.Any(place => place.ByValue);
        var byName = parameter.Sets.Values.Any(place => place.ByPropertyName);
        return (byValue, byName) switch
        {
            (true, true) => "true (ByValue, ByPropertyName)",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            _ => "false",
        };
    }

    private static XElement CommandElement(CmdletMetadata cmdlet, HelpTopic topic) =>
        new(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                new XElement(Maml + "description", Paragraphs(XmlSummaries.Of(cmdlet.Type)))
            ),
            new XElement(Maml + "description", Paragraphs(topic.Description)),
            new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => SyntaxItem(cmdlet, set))),
            new XElement(
                Command + "parameters",
                cmdlet
                    .Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
                    .Select(parameter => ParameterElement(parameter, parameter.Sets.Values.First())),
                cmdlet.SupportsShouldProcess ? ShouldProcessElements() : null
            ),
            new XElement(Command + "inputTypes", InputTypes(cmdlet).Select(name => TypeElement("inputType", name))),
            new XElement(
                Command + "returnValues",
                cmdlet.OutputTypes.Select(type =>
                    TypeElement("returnValue", type == typeof(void) ? "None" : type.FullName!)
                )
            ),
            new XElement(Command + "examples", topic.Examples.Select(ExampleElement))
        );

    private static XElement SyntaxItem(CmdletMetadata cmdlet, string? set) =>
        new(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            InOrder(cmdlet, set).Select(parameter => ParameterElement(parameter, parameter.PlaceIn(set)!)),
            cmdlet.SupportsShouldProcess ? ShouldProcessElements() : null
        );

    private static XElement ParameterElement(CmdletParameter parameter, ParameterPlace place) =>
        new(
            Command + "parameter",
            new XAttribute("required", place.IsMandatory ? "true" : "false"),
            new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", PipelineInput(parameter)),
            new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraphs(XmlSummaries.Of(parameter.Property))),
            parameter.IsSwitch
                ? null
                : new XElement(Command + "parameterValue", new XAttribute("required", "true"), parameter.TypeName),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName))
        );

    private static IEnumerable<XElement> ShouldProcessElements() =>
        [
            ShouldProcessElement("WhatIf", "wi", "Says what would happen, and changes nothing."),
            ShouldProcessElement("Confirm", "cf", "Asks before each change."),
        ];

    private static XElement ShouldProcessElement(string name, string alias, string description) =>
        new(
            Command + "parameter",
            new XAttribute("required", "false"),
            new XAttribute("globbing", "false"),
            new XAttribute("pipelineInput", "false"),
            new XAttribute("position", "named"),
            new XAttribute("aliases", alias),
            new XElement(Maml + "name", name),
            new XElement(Maml + "description", Paragraphs(description)),
            new XElement(Dev + "type", new XElement(Maml + "name", "SwitchParameter"))
        );

    private static IEnumerable<string> InputTypes(CmdletMetadata cmdlet)
    {
        var types = cmdlet
            .Parameters.Where(parameter => PipelineInput(parameter) != "false")
            .Select(parameter => parameter.Type.FullName!)
            .Distinct()
            .ToList();
        return types.Count == 0 ? ["None"] : types;
    }

    private static XElement TypeElement(string element, string name) =>
        new(Command + element, new XElement(Dev + "type", new XElement(Maml + "name", name)));

    private static XElement ExampleElement(HelpExample example, int index) =>
        new(
            Command + "example",
            new XElement(Maml + "title", $"Example {index + 1}: {example.Title}"),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs(example.Remarks))
        );

    private static IEnumerable<XElement> Paragraphs(string text) =>
        text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => new XElement(Maml + "para", paragraph.Replace('\n', ' ').Replace("`", "")));
}
