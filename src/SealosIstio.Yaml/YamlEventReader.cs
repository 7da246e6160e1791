using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SealosIstio.Yaml;

/// <summary>
/// Steps through a YAML text. The one place that knows YamlDotNet, and an assembly of its own for that: in PowerShell another
/// module may have loaded another YamlDotNet, and .NET gives an assembly the copy that its load context already holds. This
/// assembly is loaded into a context that holds our copy; none of YamlDotNet's types leaves it.
/// </summary>
internal sealed class YamlEventReader
{
    private readonly Scanner scanner;
    private readonly Parser parser;

    public YamlEventReader(string text)
    {
        scanner = new Scanner(new StringReader(text), skipComments: true);
        parser = new Parser(scanner);
    }

    /// <summary>How far the text has been read.</summary>
    public YamlPlace Place => PlaceOf(scanner.CurrentPosition);

    /// <summary>The event that was read last; null before the first.</summary>
    public YamlEvent? Current { get; private set; }

    /// <summary>Reads the next event.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="YamlTextException">The text isn't YAML.</exception>
    public bool MoveNext()
    {
        try
        {
            if (!parser.MoveNext())
                return false;
        }
        catch (YamlException exception)
        {
            // Some of the parser's errors come without a place; then it's where the scanner stopped.
            var mark = exception.Start.Index == 0 ? scanner.CurrentPosition : exception.Start;
            throw new YamlTextException(exception.Message, PlaceOf(mark), exception);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's way of saying that it doesn't know what to do; it then tells no place.
            throw new YamlTextException("The text can't be read from here on.", null, exception);
        }
        Current = Translate(parser.Current!);
        return true;
    }

    private static YamlEvent Translate(ParsingEvent source)
    {
        var (start, end) = (PlaceOf(source.Start), PlaceOf(source.End));
        return source switch
        {
            Scalar scalar => new YamlEvent(
                YamlEventType.Scalar,
                start,
                end,
                scalar.Value,
                AnchorOf(scalar),
                scalar.Tag.IsEmpty ? null : scalar.Tag.Value,
                scalar.Style == ScalarStyle.Plain
            ),
            AnchorAlias alias => new YamlEvent(YamlEventType.Alias, start, end, alias.Value.Value),
            MappingStart mapping => new YamlEvent(YamlEventType.MappingStart, start, end, Anchor: AnchorOf(mapping)),
            SequenceStart list => new YamlEvent(YamlEventType.SequenceStart, start, end, Anchor: AnchorOf(list)),
            MappingEnd => new YamlEvent(YamlEventType.MappingEnd, start, end),
            SequenceEnd => new YamlEvent(YamlEventType.SequenceEnd, start, end),
            DocumentStart => new YamlEvent(YamlEventType.DocumentStart, start, end),
            DocumentEnd => new YamlEvent(YamlEventType.DocumentEnd, start, end),
            StreamStart => new YamlEvent(YamlEventType.StreamStart, start, end),
            StreamEnd => new YamlEvent(YamlEventType.StreamEnd, start, end),
            _ => throw new InvalidOperationException(
                $"The YAML parser gave an unknown event, {source.GetType().Name}."
            ),
        };
    }

    private static string? AnchorOf(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private static YamlPlace PlaceOf(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
