package dev.outcrop.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hssf.OldExcelFormatException;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;

/** Reads Excel workbooks of 97 to 2003 by POI: the sheets' cells as they are shown, with the results that formulas had. */
final class BinaryWorkbookReader implements FormatReader {

    @Override
    public void read(byte[] content, TextSink sink) throws IOException {
        try (POIFSFileSystem container = BinaryOffice.open(content, "Workbook", "Book");
                HSSFWorkbook workbook = new HSSFWorkbook(container)) {
            DataFormatter formatter = new DataFormatter(Locale.ROOT);
            formatter.setUseCachedValuesForFormulaCells(true);
            for (Sheet sheet : workbook) {
                sink.heading(2, sheet.getSheetName());
                for (Row row : sheet) {
                    sink.row(cells(row, formatter));
                }
            }
        } catch (EncryptedDocumentException e) {
            throw new DocumentException(Reason.ENCRYPTED, "The document needs a password.", e);
        } catch (OldExcelFormatException e) {
            throw new DocumentException(Reason.WRONG_FORMAT, "The document is of an Excel before Excel 97.", e);
        }
    }

    private static List<String> cells(Row row, DataFormatter formatter) {
        List<String> cells = new ArrayList<>();
        for (Cell cell : row) {
            while (cells.size() < cell.getColumnIndex()) {
                cells.add("");
            }
            cells.add(formatter.formatCellValue(cell));
        }
        return cells;
    }
}
