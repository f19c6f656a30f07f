package vision_test

import (
	"fmt"
	"log"
	"os"

	"heed/vision"
)

// A picture as a ViT reads it.
func Example() {
	p, err := vision.ParseConfig([]byte(`{"image_processor_type": "ViTImageProcessor", "size": 16}`))
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.Open("testdata/rgb.png")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	x, err := p.Pixels(file)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Channels, x.Height, x.Width)
	fmt.Printf("%.4f\n", x.Data[8:12])
	// Output:
	// 3 16 16
	// [0.3490 0.3255 -0.6078 0.1686]
}
